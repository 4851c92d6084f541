/**
 * One quantity of every racer against the axis of the clock. The curves are painted once when the
 * race changes; a frame only moves a veil over what is still to come, so its cost does not depend
 * on the race's length.
 */

import { bunchesOf, keyOf, valueAt } from "./bunch.js";
import { watchCurve } from "./curve-hand.js";
import { CurveHead } from "./curve-head.js";
import { paintFrame, paintLines } from "./curve-paint.js";
import { element } from "../element.js";
import { traceMark } from "../marks.js";
import { nameOf, waitingFor } from "./offer.js";
import { layOut } from "./plot.js";
import { positionOf, UNITS } from "../progress.js";

const VEIL = 0.75; // opacity of the page's colour over what is still to come

export class Curves {
  #lines = element("canvas", {});
  #canvas = element("canvas", {});
  #frame = element("canvas", { className: "curve-frame" });
  #note = element("p", { className: "curve-note", role: "status" });
  #key = element("div", { className: "curve-key", hidden: true });
  #area = element("div", { className: "curve-area" }, this.#lines, this.#canvas, this.#frame, this.#key, this.#note);
  #head;
  #context = this.#canvas.getContext("2d");
  #plot = null; // see plot.js; null while there is nothing to show
  #axes = ""; // that are painted
  #written = ""; // in the key
  #race;
  /** @type {import("../progress.js").Progress} */
  #progress;
  #theme;
  /** @type {import("./bunch.js").Bunch[]} */
  #bunches = [];
  #highlight = null;
  #ratio = 1;
  #onChange;

  /** @param {{onSeek: (position: number) => void, onPeek: (position: number|null) => void, onChange: () => void, onMeasure: () => void}} events */
  constructor({ onSeek, onPeek, onChange, onMeasure }) {
    this.#onChange = onChange;
    this.#head = new CurveHead({ onChange: () => this.#show(), onMeasure });
    this.root = element("section", { className: "curves", ariaLabel: "Curves" }, this.#head.root, this.#area);
    this.#canvas.setAttribute("role", "img");
    this.observer = new ResizeObserver(() => this.#paint());
    this.observer.observe(this.#area);
    watchCurve(this.#canvas, {
      position: (x) => this.#plot && Math.round(((x - this.#plot.left) / this.#plot.width) * this.#plot.limit),
      onSeek,
      onPeek,
    });
  }

  /** @param {import("../message.js").Race} race @param {import("../progress.js").Progress} progress */
  setRace(race, progress) {
    this.#race = race;
    this.#progress = progress;
    this.#head.setRace(race);
    this.#show();
  }

  setTheme(theme) {
    this.#theme = theme;
    this.#paint();
  }

  highlight(index) {
    this.#highlight = index;
    this.#paint();
  }

  /** What they show now: quantity and scale, and whether it is still on its way; see curve-head.js. */
  get shown() {
    return this.#head;
  }

  draw() {
    if (!this.#plot) return;
    const { left, top, width, height, toX } = this.#plot;
    const context = this.#context;
    const playhead = toX(this.#progress.position);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.globalAlpha = VEIL;
    context.fillStyle = this.#theme.ground;
    context.fillRect(playhead, top - 2, this.#canvas.width, height + 4);
    context.globalAlpha = 1;
    context.fillStyle = this.#theme.text;
    context.fillRect(playhead - 0.75, top, 1.5, height);
    context.save();
    context.beginPath();
    context.rect(left - 10, top, width + 20, height);
    context.clip();
    for (const bunch of this.#bunches) this.#drawHead(bunch);
    context.restore();
  }

  #drawHead({ racer, index, lines: [main], shown }) {
    const { axis, toX, toY } = this.#plot;
    const context = this.#context;
    const value = valueAt(main, this.#progress.reached(index));
    if (!shown || Number.isNaN(value)) return;
    const end = positionOf(racer, axis, racer.rows - 1);
    traceMark(context, racer.mark, toX(Math.min(this.#progress.position, end)), toY(value), this.#theme.size * 0.32);
    context.lineWidth = this.#theme.size * 0.22;
    context.strokeStyle = this.#theme.halo;
    context.stroke();
    context.fillStyle = main.ink;
    context.fill();
  }

  #show() {
    const { missing } = this.#head;
    this.#note.textContent = missing ? waitingFor(this.#head.quantity) : "";
    this.#area.setAttribute("aria-busy", String(missing));
    this.#paint();
  }

  /** Paints the axes and the lines anew. */
  #paint() {
    const { clientWidth: width, clientHeight: height } = this.#area;
    if (!this.#race || !this.#theme || !width || !height) return;
    this.#resize(width, height);
    this.#writeKey();
    if (this.#head.missing) return this.#clear();
    this.#bunches = bunchesOf(this.#race, this.#head.quantity, this.#theme, this.#highlight);
    this.#plot = layOut({ width, height }, this.#theme.size, this.#race, this.#progress, this.#head, this.#bunches, this.#key.offsetHeight);
    this.#paintAxes();
    const context = this.#lines.getContext("2d");
    context.clearRect(0, 0, width, height);
    paintLines(context, this.#plot, this.#bunches, this.#theme);
    this.#onChange();
  }

  /** Says what the lines mean, where that is not plain. */
  #writeKey() {
    const key = this.#head.missing ? [] : keyOf(this.#race, this.#head.quantity, this.#theme, this.#highlight);
    this.#key.hidden = !key.length;
    const written = JSON.stringify(key);
    if (written === this.#written) return;
    this.#written = written;
    this.#key.replaceChildren(
      ...key.map(({ text, style = "", ink }) => {
        const entry = element("span", { className: style || "words", textContent: text });
        if (ink) entry.style.setProperty("--ink", ink);
        return entry;
      }),
    );
  }

  #clear() {
    this.#plot = null;
    this.#axes = "";
    for (const canvas of this.#canvases) canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  }

  get #canvases() {
    return [this.#frame, this.#canvas, this.#lines];
  }

  /** Paints the axes, unless they stand there already. */
  #paintAxes() {
    const { quantity, name, scale } = this.#head;
    const { low, high, axis, limit, width, height } = this.#plot;
    const axes = JSON.stringify([name, scale, low, high, axis, limit, width, height, this.#theme]);
    if (axes === this.#axes) return;
    this.#axes = axes;
    const title = nameOf(quantity, this.#race);
    this.#canvas.setAttribute("aria-label", `${title} of every racer against ${UNITS[axis].many}, ${scale} scale`);
    const context = this.#frame.getContext("2d");
    context.clearRect(0, 0, this.#frame.width, this.#frame.height);
    paintFrame(context, this.#plot, this.#theme);
  }

  #resize(width, height) {
    this.#ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [wide, high] = [Math.round(width * this.#ratio), Math.round(height * this.#ratio)];
    if (this.#canvas.width === wide && this.#canvas.height === high) return;
    this.#axes = "";
    for (const canvas of this.#canvases) {
      canvas.width = wide;
      canvas.height = high;
      canvas.getContext("2d").setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    }
  }
}
