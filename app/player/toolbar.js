/** The controls above the race: play, steps, scrubber, speed, view and the scale of the curves. */

import { element } from "./element.js";
import { icon } from "./icons.js";

/** Steps per second, chosen by the keys 1 to 7. */
export const SPEEDS = [5, 15, 30, 60, 120, 240, 480];

/**
 * @typedef {object} Commands
 * @property {() => void} toggle  play or pause
 * @property {(steps: number) => void} move
 * @property {() => void} restart
 * @property {(step: number) => void} seek
 * @property {(speed: number) => void} setSpeed
 * @property {(view: "together"|"side") => void} setView
 * @property {(scale: "log"|"linear") => void} setScale
 */

export class Toolbar {
  #play;
  #scrubber;
  #readout = element("output", { className: "readout" });
  #speed;
  #view;
  #scale;
  #playing = null;

  /** @param {Commands} commands */
  constructor(commands) {
    this.#play = button("play", "Play (space)", commands.toggle);
    this.#play.className = "play";
    this.#scrubber = element("input", { type: "range", className: "scrubber", min: "0", step: "any", title: "Step of the race" });
    this.#scrubber.setAttribute("aria-label", "Step of the race");
    this.#scrubber.addEventListener("input", () => commands.seek(Math.round(Number(this.#scrubber.value))));
    const options = SPEEDS.map((speed) => element("option", { value: speed, textContent: `${speed} steps/s` }));
    this.#speed = element("select", { className: "speed", title: "Speed (keys 1 to 7)" }, ...options);
    this.#speed.setAttribute("aria-label", "Speed in steps per second");
    this.#speed.addEventListener("change", () => commands.setSpeed(Number(this.#speed.value)));
    this.#view = segmented("View", { together: "Together", side: "Side by side" }, commands.setView);
    this.#scale = segmented("Scale of the loss curves", { log: "log", linear: "linear" }, commands.setScale);
    this.root = element(
      "div",
      { className: "toolbar", role: "toolbar", ariaLabel: "Player" },
      this.#play,
      element(
        "div",
        { className: "moves" },
        button("restart", "Back to the start (Home)", commands.restart),
        button("back", "One step back (←; with shift: ten)", () => commands.move(-1)),
        button("forward", "One step on (→; with shift: ten)", () => commands.move(1)),
      ),
      this.#scrubber,
      this.#readout,
      this.#speed,
      this.#view.root,
      this.#scale.root,
    );
  }

  setSteps(steps) {
    this.#scrubber.max = String(steps);
    this.#readout.style.minWidth = `${String(steps).length * 2 + 8}ch`;
  }

  setSpeed(speed) {
    this.#speed.value = String(speed);
  }

  setView(view) {
    this.#view.choose(view);
  }

  /** @param {string} [refusal] why there is no choice */
  setScale(scale, refusal = "") {
    this.#scale.choose(scale);
    this.#scale.refuse(refusal);
  }

  update(position, steps, playing) {
    const step = Math.floor(position);
    this.#scrubber.value = String(position);
    this.#scrubber.style.setProperty("--share", String(steps ? position / steps : 0));
    this.#scrubber.setAttribute("aria-valuetext", `step ${step} of ${steps}`);
    const text = `step ${step} / ${steps}`;
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
    if (playing === this.#playing) return;
    this.#playing = playing;
    name(this.#play, playing ? "pause" : "play", playing ? "Pause (space)" : "Play (space)");
  }
}

function name(node, picture, title) {
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

/** Buttons of which one is pressed. */
function segmented(label, choices, onChoose) {
  const buttons = Object.entries(choices).map(([value, textContent]) => {
    const node = element("button", { type: "button", value, textContent });
    node.addEventListener("click", () => onChoose(value));
    return node;
  });
  const root = element("div", { className: "segmented", role: "group", ariaLabel: label, title: label }, ...buttons);
  return {
    root,
    choose: (value) => buttons.forEach((node) => node.setAttribute("aria-pressed", String(node.value === value))),
    refuse: (reason) => {
      root.title = reason || label;
      for (const node of buttons) node.disabled = Boolean(reason);
    },
  };
}
