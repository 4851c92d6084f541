/** The player: one race, one clock, and everything on screen that follows it. */

import { showLink } from "./address.js";
import { Clock } from "./clock.js";
import { Curves } from "./curves.js";
import { element } from "./element.js";
import { watchKeys } from "./keys.js";
import { readRace } from "./message.js";
import { Progress } from "./progress.js";
import { Stage } from "./stage.js";
import { Standings } from "./standings.js";
import { readTheme } from "./theme.js";
import { Toolbar } from "./toolbar.js";

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
  player.update(data, setTriggerValue);
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
  #trigger; // tells Python by name what the reader asks for
  #progress; // of the race that is shown
  #axis = null; // what the reader chose; null: what the race's length counts
  #pending = false; // a new race that no frame has shown yet
  #drawn = 0;

  /** @param {Element|ShadowRoot} parent */
  constructor(parent) {
    const invalidate = () => this.#clock.invalidate();
    const seek = (position) => this.#pauseAt(position);
    this.commands = {
      toggle: () => (this.#clock.playing ? this.pause() : this.play()),
      move: (by) => this.#pauseAt(Math.floor(this.position) + by),
      restart: () => this.seek(0),
      end: () => this.#pauseAt(this.#clock.limit),
      seek,
      setSpeed: (speed) => this.setSpeed(speed),
      setAxis: (axis) => this.setAxis(axis),
      setView: (view) => this.setView(view),
    };
    this.root = element("div", { className: "descent-player", tabIndex: 0 });
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", "Race of optimizers");
    this.root.player = this;
    this.stage = new Stage(this.root, { onStart: (point) => this.#trigger("start", point), onChange: invalidate });
    this.curves = new Curves({ onSeek: seek, onChange: invalidate, onMeasure: () => this.#trigger("measure", true) });
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
   * @param {Uint8Array} data @param {(name: string, value: unknown) => void} trigger
   */
  update(data, trigger) {
    this.#trigger = trigger;
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

  /** @param {number} position in what the clock counts; may lie between two whole numbers */
  seek(position) {
    this.#clock.seek(position);
  }

  /** @param {number} speed in what the clock counts, per second */
  setSpeed(speed) {
    this.#clock.speed = speed;
    this.toolbar.setSpeed(speed);
  }

  /** @param {import("./progress.js").Axis} axis what the clock counts, from now on */
  setAxis(axis) {
    this.#axis = axis;
    if (this.#theme) this.#showRace();
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

  #pauseAt(position) {
    this.#clock.pause();
    this.#clock.seek(position);
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
    const ended = this.position > 0 && this.position >= this.#clock.limit && !this.#clock.playing;
    const progress = (this.#progress = new Progress(this.#race, this.#axis ?? this.#race.budget));
    this.#clock.limit = progress.limit;
    // Whoever looks at the end of a race sees the end of the next one too, however long it is.
    this.#clock.seek(ended ? Infinity : this.position);
    this.toolbar.setAxis(progress.axis, progress.limit);
    this.stage.setRace(this.#race);
    this.curves.setRace(this.#race, progress);
    this.standings.setRace(this.#race, this.#theme, progress);
    this.root.dataset.axis = progress.axis;
  }

  #paint(now) {
    if (!this.#race || !this.#theme) return;
    const { position, playing, limit } = this.#clock;
    this.#progress.move(position);
    this.stage.draw(this.#progress, playing);
    this.curves.draw();
    this.toolbar.update(position, limit, playing);
    if (!this.standings.update(now)) this.#clock.invalidate();
    this.root.dataset.state = playing ? "playing" : "paused";
    this.root.dataset.step = String(Math.floor(position));
    if (this.#pending) this.root.dataset.drawn = String((this.#drawn += 1));
    this.#pending = false;
    this.frames += 1;
  }
}
