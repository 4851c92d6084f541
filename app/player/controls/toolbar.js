/** The controls of the clock: play, moves, scrubber and speed. */

import { element } from "../element.js";
import { icon } from "./icons.js";
import { UNITS } from "../progress.js";

/** Steps or evaluations per second, chosen by the keys 1 to 7. */
export const SPEEDS = [5, 15, 30, 60, 120, 240, 480];

/**
 * @typedef {object} Commands
 * @property {() => void} toggle  play or pause
 * @property {(by: number) => void} move
 * @property {() => void} restart
 * @property {(position: number) => void} seek
 * @property {(speed: number) => void} setSpeed
 */

export class Toolbar {
  #play;
  #back;
  #forward;
  #scrubber;
  #readout = element("output", { className: "readout" });
  #speed;
  #unit = UNITS.steps;
  #counted = ""; // what the clock counts, and how far
  #playing = null;

  /** @param {Commands} commands */
  constructor(commands) {
    this.#play = button("play", "Play (space)", commands.toggle);
    this.#play.className = "play";
    this.#back = button("back", "", () => commands.move(-1));
    this.#forward = button("forward", "", () => commands.move(1));
    this.#scrubber = element("input", { type: "range", className: "scrubber", min: "0", step: "any" });
    this.#scrubber.addEventListener("input", () => commands.seek(Math.round(Number(this.#scrubber.value))));
    const options = SPEEDS.map((speed) => element("option", { value: speed }));
    this.#speed = element("select", { className: "speed", title: "Speed (keys 1 to 7)" }, ...options);
    this.#speed.addEventListener("change", () => commands.setSpeed(Number(this.#speed.value)));
    const restart = button("restart", "Back to the start (Home)", commands.restart);
    this.root = element(
      "div",
      { className: "toolbar", role: "toolbar", ariaLabel: "Clock" },
      this.#play,
      element("div", { className: "moves" }, restart, this.#back, this.#forward),
      this.#scrubber,
      this.#readout,
      this.#speed,
    );
  }

  /** Speaks of steps or of evaluations, of which there are `limit`. */
  setAxis(axis, limit) {
    if (this.#counted === axis + limit) return;
    this.#counted = axis + limit;
    const unit = (this.#unit = UNITS[axis]);
    name(this.#back, "back", `One ${unit.one} back (←; with shift: ten)`);
    name(this.#forward, "forward", `One ${unit.one} on (→; with shift: ten)`);
    this.#scrubber.max = String(limit);
    this.#scrubber.title = `${capital(unit.one)} of the race`;
    this.#scrubber.setAttribute("aria-label", this.#scrubber.title);
    this.#speed.setAttribute("aria-label", `Speed in ${unit.many} per second`);
    for (const option of this.#speed.options) option.textContent = `${option.value} ${unit.short}/s`;
    this.#readout.style.minWidth = `${String(limit).length * 2 + unit.one.length + 4}ch`;
  }

  setSpeed(speed) {
    this.#speed.value = String(speed);
  }

  update(position, limit, playing) {
    const reached = `${this.#unit.one} ${Math.floor(position)}`;
    this.#scrubber.value = String(position);
    this.#scrubber.style.setProperty("--share", String(limit ? position / limit : 0));
    this.#scrubber.setAttribute("aria-valuetext", `${reached} of ${limit}`);
    const text = `${reached} / ${limit}`;
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
    if (playing === this.#playing) return;
    this.#playing = playing;
    name(this.#play, playing ? "pause" : "play", playing ? "Pause (space)" : "Play (space)");
  }
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function name(node, picture, title) {
  if (node.title === title) return;
  node.innerHTML = icon(picture);
  node.title = title;
  node.setAttribute("aria-label", title.replace(/ \(.*/, ""));
}

function button(picture, title, onClick) {
  const node = element("button", { type: "button" });
  name(node, picture, title);
  node.addEventListener("click", () => onClick());
  return node;
}
