/**
 * Loss against step. The curves are painted once when the race changes; a frame only moves a veil
 * over what is still to come, so its cost does not depend on the race's length.
 */

import { paintFrame, paintLines } from "./curve-paint.js";
import { element } from "./element.js";
import { traceMark } from "./marks.js";
import { lossRange } from "./range.js";

const VEIL = 0.75; // opacity of the page's colour over what is still to come

export class Curves {
  #lines = element("canvas", {});
  #canvas = element("canvas", {});
  #frame = element("canvas", { className: "curve-frame" });
  #title = element("h3", {});
  #area = element("div", { className: "curve-area" }, this.#lines, this.#canvas, this.#frame);
  root = element("section", { className: "curves" }, this.#title, this.#area);
  #context = this.#canvas.getContext("2d");
  #plot; // see #layout
  #axes = ""; // that are painted
  #race;
  #theme;
  #scale = "log";
  #highlight = null;
  #ratio = 1;
  #onChange;

  /** @param {{onSeek: (step: number) => void, onChange: () => void}} events */
  constructor({ onSeek, onChange }) {
    this.#onChange = onChange;
    this.#canvas.setAttribute("role", "img");
    this.observer = new ResizeObserver(() => this.#paint());
    this.observer.observe(this.#area);
    const seek = (event) => {
      const { left, width } = this.#plot;
      const x = event.clientX - this.#canvas.getBoundingClientRect().left;
      onSeek(Math.round(((x - left) / width) * this.#race.steps));
    };
    this.#canvas.addEventListener("pointerdown", (event) => {
      this.#canvas.setPointerCapture(event.pointerId);
      seek(event);
    });
    this.#canvas.addEventListener("pointermove", (event) => event.buttons & 1 && seek(event));
  }

  /** @param {import("./message.js").Race} race @param {"log"|"linear"} scale */
  setRace(race, scale) {
    this.#race = race;
    this.#scale = scale;
    this.#paint();
  }

  setTheme(theme) {
    this.#theme = theme;
    this.#paint();
  }

  highlight(index) {
    this.#highlight = index;
    this.#paint();
  }

  draw(position) {
    if (!this.#plot) return;
    const { left, top, width, height, toX, toY } = this.#plot;
    const context = this.#context;
    const playhead = toX(position);
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
    this.#race.racers.forEach((racer, i) => {
      if (this.#highlight !== null && this.#highlight !== i) return;
      const row = Math.min(Math.floor(position), racer.rows - 1);
      traceMark(context, racer.mark, toX(Math.min(position, racer.rows - 1)), toY(racer.gaps[row]), this.#theme.size * 0.32);
      context.lineWidth = this.#theme.size * 0.22;
      context.strokeStyle = this.#theme.halo;
      context.stroke();
      context.fillStyle = this.#ink(i);
      context.fill();
    });
    context.restore();
  }

  #ink(i) {
    return this.#race.racers[i][this.#theme.dark ? "dark" : "light"];
  }

  /** Paints the axes and the lines anew. */
  #paint() {
    const { clientWidth: width, clientHeight: height } = this.#area;
    if (!this.#race || !this.#theme || !width || !height) return;
    this.#resize(width, height);
    this.#plot = this.#layout(width, height);
    const lines = this.#race.racers.map((racer, i) => ({
      racer,
      ink: this.#ink(i),
      shown: this.#highlight === null || this.#highlight === i,
    }));
    this.#paintAxes();
    const context = this.#lines.getContext("2d");
    context.clearRect(0, 0, width, height);
    paintLines(context, this.#plot, lines, this.#theme);
    this.#onChange();
  }

  /** Paints the axes and the title, unless they stand there already. */
  #paintAxes() {
    const { low, high, log, steps, width, height } = this.#plot;
    const axes = JSON.stringify([low, high, log, steps, width, height, this.#race.surface.floor === null, this.#theme]);
    if (axes === this.#axes) return;
    this.#axes = axes;
    const quantity = this.#race.surface.floor === null ? "f" : "f − min f";
    this.#title.replaceChildren(element("strong", { textContent: "Loss" }), ` ${quantity} against step`);
    this.#canvas.setAttribute("aria-label", `Loss ${quantity} of every racer against step, ${this.#scale} scale`);
    const context = this.#frame.getContext("2d");
    context.clearRect(0, 0, this.#frame.width, this.#frame.height);
    paintFrame(context, this.#plot, this.#theme);
  }

  #resize(width, height) {
    this.#ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [wide, high] = [Math.round(width * this.#ratio), Math.round(height * this.#ratio)];
    if (this.#canvas.width === wide && this.#canvas.height === high) return;
    this.#axes = "";
    for (const canvas of [this.#frame, this.#canvas, this.#lines]) {
      canvas.width = wide;
      canvas.height = high;
      canvas.getContext("2d").setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    }
  }

  #layout(width, height) {
    const { size } = this.#theme;
    const plot = { left: size * 3.6, top: size * 0.5, width: width - size * 4.8, height: height - size * 2.1 };
    const { low, high } = lossRange(this.#race, this.#scale);
    const log = this.#scale === "log";
    const steps = Math.max(this.#race.steps, 1);
    const below = plot.top + plot.height + 2 * size; // exact zeros leave a log axis through its bottom
    const toHeight = (at) => plot.top + ((high - at) / (high - low)) * plot.height;
    const toY = (loss) => {
      if (log && !(loss > 0)) return below;
      return Math.max(-1e4, Math.min(1e4, toHeight(log ? Math.log10(loss) : loss)));
    };
    const toX = (step) => plot.left + (step / steps) * plot.width;
    return { ...plot, low, high, log, steps, toX, toY, toHeight };
  }
}
