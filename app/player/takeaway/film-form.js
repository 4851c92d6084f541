/** The film's part of the menu: kind of file, pace and size; then how far it is, and a way to stop it. */

import { element } from "../element.js";
import { UNITS } from "../progress.js";
import { SPEEDS } from "../controls/toolbar.js";
import { titleOf } from "../message.js";
import * as gif from "./gif.js";
import { formatSize } from "./save.js";
import { positionsAt, Strip } from "./strip.js";
import { chooseCodec, encodeVideo, RATE } from "./video.js";

const KINDS = { mp4: "MP4", webm: "WebM", gif: "GIF" };
const HEIGHTS = [540, 720, 1080];
const LONGEST = 120; // s
const SHORTEST = 1;

export class FilmForm {
  #kind = select("Kind of film", Object.entries(KINDS).map(([value, text]) => ({ value, text })));
  #pace = select("Pace of the film", []);
  #height = select("Size of the film", HEIGHTS.map((height) => ({ value: String(height), text: `${(height * 16) / 9} × ${height}` })));
  #make = element("button", { type: "button", textContent: "Make film" });
  #cancel = element("button", { type: "button", textContent: "Cancel" });
  #bar = element("progress", { max: 1, value: 0, ariaLabel: "Progress of the film" });
  #left = element("span", { className: "takeaway-note" });
  #work = element("div", { className: "takeaway-work", hidden: true }, this.#bar, this.#left, this.#cancel);
  root = element("div", { className: "takeaway-film" }, this.#kind, this.#pace, this.#height, this.#make, this.#work);
  #events;
  #stop; // AbortController of the film that is being made
  #spatial = false; // does that film show panels in space?
  #asked = false; // is it known what this browser encodes?

  /**
   * @param {object} events
   * @param {() => Promise<{sheet: import("./sheet.js").Sheet, scene: import("./sheet.js").Scene}>} events.onMake  a sheet to film, prepared
   * @param {(blob: Blob, kind: string) => void} events.onDone
   * @param {(sentence: string) => void} events.onSay
   * @param {(share: number|null) => void} events.onProgress  null: no film is being made
   */
  constructor(events) {
    this.#events = events;
    this.#height.value = "720";
    this.#make.addEventListener("click", () => this.#film());
    this.#cancel.addEventListener("click", () => this.#stop.abort());
  }

  /** Offers what this race and this browser have to offer. @param {import("../progress.js").Axis} axis */
  async offer(axis, limit, speed) {
    const chosen = this.#pace.value || String(speed);
    const lasts = (pace) => limit / pace;
    const sensible = SPEEDS.filter((pace) => lasts(pace) <= LONGEST && lasts(pace) >= SHORTEST);
    const paces = sensible.length ? sensible : [limit < SPEEDS[0] ? SPEEDS[0] : SPEEDS.at(-1)];
    const options = paces.map((pace) => ({ value: String(pace), text: `${pace} ${UNITS[axis].short}/s, ${formatTime(lasts(pace))}` }));
    this.#pace.replaceChildren(...options.map(option));
    this.#pace.value = paces.map(String).includes(chosen) ? chosen : String(paces[Math.floor(paces.length / 2)]);
    if (this.#asked) return;
    this.#asked = true;
    for (const kind of /** @type {const} */ (["mp4", "webm"])) this.#describe(kind, await chooseCodec(kind, this.#extent));
  }

  /** Gives up the film that is being made. */
  stop() {
    this.#stop?.abort();
  }

  /** The page goes on to another race. Panels in space are drawn by the page's own hand, which then draws that one. */
  leave() {
    if (this.#spatial) this.#stop.abort(new Error("the race has changed meanwhile"));
  }

  get #extent() {
    const height = Number(this.#height.value);
    return { width: (height * 16) / 9, height };
  }

  #describe(kind, { title, refusal }) {
    const node = [...this.#kind.options].find(({ value }) => value === kind);
    node.textContent = title ? `${KINDS[kind]} (${title})` : KINDS[kind];
    node.title = refusal;
    node.disabled = Boolean(refusal);
    if (!refusal || this.#kind.value !== kind) return;
    this.#kind.value = "gif";
    this.#events.onSay(`${refusal}.`);
  }

  async #film() {
    const kind = this.#kind.value;
    this.#stop = new AbortController();
    this.#events.onSay("");
    this.#show(true);
    try {
      const blob = await this.#encode(kind, this.#stop.signal);
      this.#events.onSay(`The film is ready, ${formatSize(blob.size)}.`);
      this.#events.onDone(blob, kind);
    } catch (error) {
      const failed = `The film could not be made (${error.message}).`;
      this.#events.onSay(error.name === "AbortError" ? "The film was stopped." : failed);
    }
    this.#spatial = false;
    this.#show(false);
  }

  async #encode(kind, signal) {
    const { sheet, scene } = await this.#events.onMake();
    const { progress, race, theme, link } = scene;
    this.#spatial = scene.dimension !== "2d";
    const strip = new Strip(sheet, progress, this.#extent.height / sheet.size.height, kind === "gif");
    const rate = kind === "gif" ? gif.RATE : RATE;
    const positions = positionsAt(progress.limit, Number(this.#pace.value), rate);
    const began = performance.now();
    const onFrame = (done) => this.#tell(done / positions.length, performance.now() - began);
    if (kind === "gif") return gif.encodeGif(strip, { positions, inks: inksOf(race, theme) }, signal, onFrame);
    const { codec, refusal } = await chooseCodec(kind, this.#extent);
    if (!codec) throw new Error(refusal);
    return encodeVideo(strip, { kind, codec, positions, about: { title: titleOf(race), link } }, signal, onFrame);
  }

  #show(working) {
    this.#work.hidden = !working;
    for (const node of [this.#make, this.#kind, this.#pace, this.#height]) node.disabled = working;
    this.#tell(0, 0);
    this.#events.onProgress(working ? 0 : null);
    const focused = this.root.contains(/** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement);
    if (working) this.#cancel.focus();
    else if (focused || !this.root.getRootNode().activeElement) this.#make.focus();
  }

  #tell(share, elapsed) {
    this.#bar.value = share;
    this.#left.textContent = share > 0 ? `${formatTime((elapsed / 1000) * (1 / share - 1))} left` : "";
    if (!this.#work.hidden) this.#events.onProgress(share);
  }
}

/** The racers' colours, as red, green and blue. */
function inksOf(race, theme) {
  const hexes = race.racers.map((racer) => racer[theme.dark ? "dark" : "light"]);
  return hexes.map((hex) => [1, 3, 5].map((from) => parseInt(hex.slice(from, from + 2), 16)));
}

/** @param {number} seconds */
function formatTime(seconds) {
  if (seconds >= 90) return `${Math.round(seconds / 60)} min`;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

const option = ({ value, text }) => element("option", { value, textContent: text });

/** @returns {HTMLSelectElement} */
export function select(title, options) {
  const node = element("select", { title }, ...options.map(option));
  node.setAttribute("aria-label", title);
  return node;
}
