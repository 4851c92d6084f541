/** The player: one race, one clock, and everything on screen that follows it. */

import { showLink } from "./address.js";
import { Clock } from "./clock.js";
import { Curves } from "./curves.js";
import { element } from "./element.js";
import { watchKeys } from "./keys.js";
import { readRace } from "./message.js";
import { Stage } from "./stage.js";
import { Standings } from "./standings.js";
import { readTheme } from "./theme.js";
import { Toolbar } from "./toolbar.js";

const NO_FLOOR = "This surface has no lowest value to measure from, so its loss has a linear scale only";

const sheet = fetch(new URL("player.css", import.meta.url))
  .then((answer) => answer.text())
  .then((rules) => new CSSStyleSheet().replace(rules));

/** @type {WeakMap<Node, Player>} */
const players = new WeakMap();

/**
 * Shows what Streamlit sends; the first call for a parent builds the player, later ones update it.
 * @param {{data: Uint8Array, parentElement: Element|ShadowRoot, setTriggerValue: (name: string, value: unknown) => void}} component
 */
export function mount({ data, parentElement, setTriggerValue }) {
  let player = players.get(parentElement);
  if (!player) players.set(parentElement, (player = new Player(parentElement)));
  player.update(data, (point) => setTriggerValue("start", point));
}

/** Ends the player of a parent that has left the page. */
export function unmount(parentElement) {
  players.get(parentElement)?.remove();
  players.delete(parentElement);
}

export class Player {
  /** Frames drawn so far. */
  frames = 0;
  #clock = new Clock((now) => this.#paint(now));
  #race;
  #message;
  #theme;
  #send;
  #scale = null; // what the reader chose; null: the surface's own
  #pending = false; // a new race that no frame has shown yet
  #drawn = 0;

  /** @param {Element|ShadowRoot} parent */
  constructor(parent) {
    const invalidate = () => this.#clock.invalidate();
    const seek = (step) => this.#pauseAt(step);
    this.commands = {
      toggle: () => (this.#clock.playing ? this.pause() : this.play()),
      move: (steps) => this.#pauseAt(Math.floor(this.position) + steps),
      restart: () => this.seek(0),
      end: () => this.#pauseAt(this.#clock.limit),
      seek,
      setSpeed: (speed) => this.setSpeed(speed),
      setView: (view) => this.setView(view),
      setScale: (scale) => this.#setScale(scale),
    };
    this.root = element("div", { className: "descent-player", tabIndex: 0 });
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", "Race of optimizers");
    this.root.player = this;
    this.stage = new Stage(this.root, { onStart: (point) => this.#send(point), onChange: invalidate });
    this.curves = new Curves({ onSeek: seek, onChange: invalidate });
    this.standings = new Standings({ onHighlight: (index) => this.#highlight(index) });
    this.toolbar = new Toolbar(this.commands);
    const foot = element("div", { className: "foot" }, this.curves.root, this.standings.root);
    this.root.append(element("div", { className: "frame" }, this.toolbar.root, this.stage.root, foot));
    watchKeys(this.root, this.commands);
    this.root.addEventListener("transitionend", ({ target }) => target === this.root && this.#retheme());
    this.observer = new ResizeObserver(() => this.#theme && this.#retheme()); // letters grow with the page
    this.observer.observe(this.root);
    this.setView("together");
    this.setSpeed(this.#clock.speed);
    this.#build(parent);
  }

  /** Shows the player once its style sheet is here, then lets the first race start by itself. */
  async #build(parent) {
    this.root.style.visibility = "hidden";
    parent.append(this.root);
    this.root.getRootNode().adoptedStyleSheets.push(await sheet);
    this.root.style.visibility = "";
    this.#retheme();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm) this.seek(Infinity);
    await this.stage.ready.catch((error) => console.error(error));
    if (!calm) this.play();
  }

  /**
   * Called with a new race, or with the old one when the page's theme has changed. A new race is
   * drawn at once: waiting for the next frame would show it a frame later.
   * @param {Uint8Array} data @param {(point: [number, number]) => void} send
   */
  update(data, send) {
    this.#send = send;
    if (data === this.#message) return this.#theme && this.#retheme();
    this.#message = data;
    this.#race = readRace(data);
    this.#pending = true;
    showLink(this.#race.link);
    if (!this.#theme) return;
    this.#showRace();
    this.#paint(performance.now());
  }

  get position() {
    return this.#clock.position;
  }

  play() {
    this.#clock.play();
  }

  pause() {
    this.#clock.pause();
  }

  /** @param {number} step may lie between two steps */
  seek(step) {
    this.#clock.seek(step);
  }

  /** @param {number} speed in steps per second */
  setSpeed(speed) {
    this.#clock.speed = speed;
    this.toolbar.setSpeed(speed);
  }

  /** @param {"together"|"side"} view */
  setView(view) {
    this.root.dataset.view = view;
    this.toolbar.setView(view);
    this.stage.setView(view);
    this.#clock.invalidate();
  }

  remove() {
    this.#clock.stop();
    for (const { observer } of [this, this.stage, this.curves]) observer.disconnect();
    this.root.remove();
  }

  #pauseAt(step) {
    this.#clock.pause();
    this.#clock.seek(step);
  }

  #setScale(scale) {
    this.#scale = scale;
    this.#showRace();
  }

  #highlight(index) {
    this.stage.highlight(index);
    this.curves.highlight(index);
  }

  /** Reads the page's theme and shows the race in it. */
  #retheme() {
    const theme = readTheme(this.root);
    const changed = JSON.stringify(theme) !== JSON.stringify(this.#theme);
    if (changed) this.#theme = theme;
    if (changed) this.root.dataset.theme = theme.dark ? "dark" : "light";
    if (changed) this.stage.setTheme(theme);
    if (changed) this.curves.setTheme(theme);
    if (this.#race && (changed || this.#pending)) this.#showRace();
  }

  #showRace() {
    const { surface, steps } = this.#race;
    const scale = surface.floor === null ? "linear" : (this.#scale ?? "log");
    this.#clock.limit = steps;
    this.#clock.seek(this.position);
    this.toolbar.setSteps(steps);
    this.toolbar.setScale(scale, surface.floor === null ? NO_FLOOR : "");
    this.stage.setRace(this.#race);
    this.curves.setRace(this.#race, scale);
    this.standings.setRace(this.#race, this.#theme);
  }

  #paint(now) {
    if (!this.#race || !this.#theme) return;
    const { position, playing, limit } = this.#clock;
    const step = Math.floor(position);
    this.stage.draw(position, playing);
    this.curves.draw(position);
    this.toolbar.update(position, limit, playing);
    if (!this.standings.update(step, now)) this.#clock.invalidate();
    this.root.dataset.state = playing ? "playing" : "paused";
    this.root.dataset.step = String(step);
    if (this.#pending) this.root.dataset.drawn = String((this.#drawn += 1));
    this.#pending = false;
    this.frames += 1;
  }
}
