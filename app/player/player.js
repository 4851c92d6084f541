/** The player: one race, one clock, and everything on screen that follows it. */

import { showLink } from "./page/address.js";
import { Card } from "./controls/card.js";
import { Clock } from "./clock.js";
import { Curves } from "./curves/curves.js";
import { lead } from "./page/desk.js";
import { element } from "./element.js";
import { Help } from "./controls/help.js";
import { InsideMenu } from "./inside/menu.js";
import { commandsOf } from "./controls/commands.js";
import { watchKeys } from "./controls/keys.js";
import { Live } from "./page/live.js";
import { Pictures } from "./pictures.js";
import { Progress } from "./progress.js";
import { watchRoom } from "./page/room.js";
import { FullScreen } from "./page/screen.js";
import { adopt, sheet } from "./sheets.js";
import { Standings } from "./standings.js";
import { rescaled } from "./surface/rescaled.js";
import { RaceTable } from "./race-table.js";
import { TakeAway } from "./takeaway/menu.js";
import { readTheme } from "./theme.js";
import { Toolbar } from "./controls/toolbar.js";
import { TrainingView } from "./training/training.js";
import { ViewBar } from "./controls/viewbar.js";
import { Viewing } from "./page/viewing.js";

const SHEETS = ["base.css", "player.css", "controls/knobs.css", "surface/hover.css", "inside/inside.css", "takeaway/takeaway.css", "training/training.css", "network/network.css"];
SHEETS.forEach(sheet);

export class Player {
  /** Frames drawn so far. */
  frames = 0;
  #clock = new Clock((now) => this.#paint(now));
  #live;
  #race;
  #begin; // resolves #first
  #first = new Promise((resolve) => (this.#begin = resolve)); // once there is a race
  #tuned = null;
  #theme;
  #tell = () => {}; // the page the link of what the reader has made
  #progress; // of the race that is shown
  #viewing = new Viewing();
  #pending = false; // a new race that no frame has shown yet
  #drawn = 0;

  /** @param {Element|ShadowRoot} parent @param {import("./page/source.js").Source} source */
  constructor(parent, source) {
    this.#live = new Live(source, {
      onRace: (race) => this.#receive(race),
      onRefusal: (sentence) => this.#say(sentence),
      onRest: (link) => this.#tell(link),
    });
    const invalidate = () => this.#clock.invalidate();
    const hand = { onTurn: (changes, held) => this.#live.turn(changes, held), onRest: () => this.#live.rest() };
    this.commands = commandsOf(this, this.#clock, this.#viewing);
    const { seek } = this.commands;
    this.root = element("div", { className: "descent descent-player", tabIndex: 0 });
    this.root.setAttribute("role", "region");
    this.root.setAttribute("aria-label", "Race of optimizers");
    this.root.player = this;
    this.pictures = new Pictures(this.root, {
      onStart: (start) => this.#live.changeable && this.#live.turn({ start }, true),
      onDrop: hand.onRest,
      onFill: (dimension, solo) => this.#fill(dimension, solo),
      onChange: invalidate,
    });
    this.curves = new Curves({ onSeek: seek, onPeek: (position) => this.#clock.peek(position), onChange: invalidate, onMeasure: () => this.#live.want("measures") });
    this.standings = new Standings({ onHighlight: (index) => this.#highlight(index) });
    this.toolbar = new Toolbar(this.commands);
    this.help = new Help();
    this.inside = new InsideMenu({ onChange: (parts) => this.#showInside(parts) });
    this.takeAway = new TakeAway({ live: source.live, look: () => this.#look });
    this.training = new TrainingView({
      source,
      onSurface: (index, surface) => this.#showSurface(index, surface),
      onChoose: (resolution) => this.choose({ resolution }),
      onRefusal: (sentence) => this.#say(sentence),
    });
    this.viewbar = new ViewBar(this.commands, this.training.control, this.inside.root, this.takeAway.root, ...this.help.nodes);
    this.card = new Card(hand);
    this.table = new RaceTable();
    this.notice = element("p", { className: "notice", role: "status" });
    this.screen = new FullScreen(this.root, () => this.#leaveScreen());
    this.viewbar.refuseSpace(Pictures.obstacle());
    const foot = element("div", { className: "foot" }, this.curves.root, this.standings.root);
    const scene = element("div", { className: "scene" }, this.pictures.root, this.training.beside);
    const bars = element("div", { className: "bars" }, this.card.root, this.notice, this.toolbar.root, this.viewbar.root, this.training.above);
    this.root.append(element("div", { className: "frame" }, bars, scene, foot), this.table.root);
    watchKeys(this.root, this.commands);
    this.root.addEventListener("transitionend", ({ target }) => target === this.root && this.#retheme());
    this.observer = new ResizeObserver(() => this.#theme && this.#retheme()); // letters grow with the page
    this.observer.observe(this.root);
    this.setSpeed(this.#clock.speed);
    lead(this.#live);
    this.#build(parent);
  }

  /** Shows the player once its style sheets are here, then lets the first race start by itself. */
  async #build(parent) {
    parent.append(this.root);
    await adopt(this.root, SHEETS);
    this.room = watchRoom(this.root);
    this.#retheme();
    await Promise.all([this.#first, this.pictures.stage.ready.catch((error) => console.error(error))]);
    const { at } = this.#viewing;
    if (at !== null) this.seek(at);
    else if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.seek(Infinity);
    else this.play();
  }

  /**
   * Called when the page shows another link or racer, and when its theme has changed.
   * @param {{link: string, card: import("./controls/card.js").Tuned|null}} data @param {(link: string) => void} tell
   */
  update({ link, card }, tell) {
    this.#tell = tell;
    const other = card?.slot !== this.#tuned?.slot;
    this.#tuned = card;
    if (this.#theme) this.#retheme();
    if (this.#theme && this.#race) other ? this.#showRace() : this.#showCard();
    this.#live.open(link);
  }

  /** A new race is drawn at once: waiting for the next frame would show it a frame later. */
  #receive(race) {
    this.#race = race;
    this.#begin();
    this.#pending = true;
    this.#say("");
    showLink(race.link, this.#viewing.hash());
    if (!this.#theme) return;
    this.#showRace();
    this.#paint(performance.now());
  }

  /** A finer picture of one of the race's surfaces. */
  #showSurface(index, surface) {
    this.#race.surfaces[index] = surface;
    this.#showRace();
  }

  #say(sentence) {
    this.notice.textContent = sentence;
  }

  #showInside(parts) {
    if (parts.size) this.#live.want("internals");
    if (this.#race) this.inside.setRace(this.#race);
    this.pictures.stage.setInside(parts);
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

  /** @param {Partial<import("./controls/viewbar.js").Looks>} looks that the reader chooses, from now on */
  choose(looks) {
    this.#viewing.choose(looks);
    if (!this.#race || !this.#theme) return;
    showLink(this.#race.link, this.#viewing.hash());
    this.#showRace();
  }

  remove() {
    lead(undefined);
    this.#clock.stop();
    this.pictures.remove();
    this.takeAway.remove();
    this.training.remove();
    for (const observer of [this.observer, this.curves.observer, this.room]) observer?.disconnect();
    this.root.remove();
  }

  /** @returns {import("./controls/viewbar.js").Looks} */
  get #looks() {
    const looks = this.#viewing.looksAt(this.#race);
    return Pictures.obstacle() ? { ...looks, dimension: "2d" } : looks;
  }

  /** What a picture of the page must show. @returns {import("./takeaway/scene.js").Look} */
  get #look() {
    const { stage, relief } = this.pictures;
    const { view, dimension } = this.#looks;
    return {
      position: this.position,
      speed: this.#clock.speed,
      view,
      dimension,
      solo: this.#viewing.solo,
      window: stage.window,
      inside: this.inside.shown,
      shown: this.curves.shown,
      relief: dimension === "2d" ? null : relief,
      hash: this.#viewing.hash(this.position),
    };
  }

  #highlight(index) {
    this.pictures.highlight(index);
    this.curves.highlight(index);
    this.training.highlight(index);
    this.#clock.invalidate();
  }

  /** Has one panel fill the screen, or brings all back. @param {number} solo  which of them */
  #fill(dimension, solo) {
    if (this.#viewing.solo !== null) return this.screen.leave();
    this.#viewing.fill(dimension, solo);
    this.#showRace();
    this.screen.enter("panel");
  }

  #leaveScreen() {
    this.#viewing.empty();
    this.#showRace();
  }

  /** Reads the page's theme and shows the race in it. */
  #retheme() {
    const theme = readTheme(this.root);
    const changed = JSON.stringify(theme) !== JSON.stringify(this.#theme);
    if (changed) this.#theme = theme;
    if (changed) this.root.dataset.theme = theme.dark ? "dark" : "light";
    if (changed) this.pictures.setTheme(theme);
    if (changed) this.curves.setTheme(theme);
    if (this.#race && (changed || this.#pending)) this.#showRace();
  }

  #showRace() {
    const looks = this.#looks;
    for (const racer of this.#race.racers) racer.tuned = racer.id === String(this.#tuned?.slot);
    const race = { ...this.#race, surfaces: this.#race.surfaces.map((surface) => rescaled(surface, looks.heights)) };
    const ended = this.position > 0 && this.position >= this.#clock.limit && !this.#clock.playing;
    const progress = (this.#progress = new Progress(race, looks.axis));
    this.#clock.limit = progress.limit;
    // Whoever looks at the end of a race sees the end of the next one too, however long it is.
    this.#clock.seek(ended ? Infinity : this.position);
    this.toolbar.setAxis(progress.axis, progress.limit);
    this.viewbar.show(looks);
    this.pictures.show(race, looks, this.#viewing.solo);
    this.training.setRace(race, progress, this.#theme);
    this.curves.setRace(race, progress);
    this.standings.setRace(race, this.#theme, progress);
    this.table.setRace(race, looks.axis);
    this.takeAway.setRace(race, progress, this.#theme);
    this.inside.setRace(race);
    this.#showCard();
    Object.assign(this.root.dataset, looks, { kind: race.kind });
    this.training.refine(this.#race, looks.resolution); // last: what is known already is shown from here
  }

  #showCard() {
    this.card.show(this.#tuned, this.#race.racers, this.#theme);
    this.#clock.invalidate();
  }

  #paint(now) {
    if (!this.#progress) return;
    const { position, playing, limit } = this.#clock;
    this.#progress.move(position);
    this.pictures.draw(this.#progress, playing);
    this.curves.draw();
    this.toolbar.update(position, limit, playing);
    const written = [this.pictures.write(this.#progress, now), this.standings.update(now), this.training.draw(this.#progress, playing, now)];
    if (written.includes(false)) this.#clock.invalidate();
    this.root.dataset.state = playing ? "playing" : "paused";
    this.root.dataset.step = String(Math.floor(position));
    if (this.#pending) this.root.dataset.drawn = String((this.#drawn += 1));
    this.#pending = false;
    this.frames += 1;
  }
}
