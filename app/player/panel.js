/** One panel: a title, the still surface, and above it canvases for the ground, the trails and the heads. */

import { element } from "./element.js";
import { drawMark, strokeHaloed, traceCross } from "./marks.js";
import { isDecided } from "./message.js";
import { drawHeads, drawTrails, extendTrails } from "./trails.js";
import { linearTicks } from "./ticks.js";
import { projectX, projectY } from "./view.js";

const LONG_RACE = 1000; // steps; beyond them trails are extended, not drawn anew in each frame

export class Panel {
  #title = element("header", { className: "panel-title" });
  #badge = element("span", { className: "badge" });
  #still = element("div", { className: "still" });
  #layers = ["ground", "trails", "heads"].map((name) => element("canvas", { className: name }));
  #ticks = element("div", { className: "ticks", ariaHidden: "true" });
  #ground = ""; // that is drawn
  #long = false; // was the race long that is drawn?
  #drawnTo = Infinity; // position up to which the trails are drawn; Infinity: not at all
  plot = element("div", { className: "plot" }, this.#still, ...this.#layers, this.#badge);
  root = element("section", { className: "panel" }, this.#title, this.#ticks, this.plot);

  /** @param {Node[]} title @param {string} label for those who cannot see the picture */
  setTitle(title, label) {
    this.#title.replaceChildren(...title);
    this.root.setAttribute("aria-label", label);
  }

  /** The title of a panel that shows one racer only. */
  setRacer(racer, colour) {
    const detail = element("span", { className: "detail", textContent: racer.detail, title: racer.detail });
    const name = element("strong", { textContent: racer.name });
    this.setTitle([drawMark(racer.mark, colour), name, detail], `${racer.name}, ${racer.detail}`);
  }

  setStill(picture) {
    this.#still.replaceChildren(...(picture ? [picture] : []));
  }

  /** @param {string} transform see Still.transform */
  moveStill(transform) {
    this.#still.style.transform = transform;
  }

  /** Gives the canvases their size; `ratio` device pixels for each CSS pixel. */
  resize({ width, height }, ratio) {
    this.#ground = "";
    for (const canvas of this.#layers) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    }
  }

  /** Draws what stands still with the window: ticks, critical points and the start. */
  drawGround(race, window, size, theme) {
    this.#drawnTo = Infinity;
    const onLeft = leavesToRight(race);
    const ground = JSON.stringify([race.surface.key, race.start, window, size, theme, onLeft]);
    if (ground === this.#ground) return;
    this.#ground = ground;
    const context = this.#cleared(0, size);
    const place = ([x, y]) => [projectX(window, size.width, x), projectY(window, size.height, y)];
    for (const { at, kind } of race.surface.marks) drawCriticalPoint(context, kind, ...place(at), theme);
    drawStart(context, ...place(race.start), size, theme, onLeft);
    this.#drawTicks(window, size, theme);
  }

  /**
   * Trails and heads share a layer; only in long races, whose trails grow at their ends while they
   * play, do the heads have one of their own.
   * @param {import("./trails.js").Runner[]} runners
   */
  draw(runners, position, race, size, theme, playing) {
    const long = race.steps > LONG_RACE;
    if (long && playing && this.#drawnTo <= position) {
      extendTrails(this.#layers[1].getContext("2d"), runners, this.#drawnTo, position, theme);
    } else {
      drawTrails(this.#cleared(1, size), runners, position, theme);
    }
    this.#drawnTo = position;
    if (long || this.#long) this.#cleared(2, size);
    this.#long = long;
    drawHeads(this.#layers[long ? 2 : 1].getContext("2d"), runners, position, size, theme);
  }

  /** Shows the racer's outcome once it has happened. */
  drawBadge(racer, step, steps) {
    const text = racer && isDecided(racer, step, steps) ? racer.outcome.text : "";
    if (this.#badge.textContent === text) return;
    this.#badge.textContent = text;
    this.#badge.dataset.kind = racer?.outcome.kind ?? "";
  }

  #cleared(layer, { width, height }) {
    const context = this.#layers[layer].getContext("2d");
    context.clearRect(0, 0, width, height);
    return context;
  }

  #drawTicks(window, { width, height, labelled }, theme) {
    const label = (side, share, text) => {
      const tick = element("span", { className: `tick ${side}`, textContent: text });
      tick.style.setProperty("--at", `${100 * share}%`);
      return tick;
    };
    const share = (range, at) => (at - range[0]) / (range[1] - range[0]);
    const clear = (range) => ({ at }) => Math.abs(share(range, at) - 0.5) < 0.48; // of the corners
    const ticks = (range, count) => (labelled ? linearTicks(...range, Math.max(count, 4)).filter(clear(range)) : []);
    this.#ticks.replaceChildren(
      ...ticks(window.x, width / (theme.size * 7)).map(({ at, text }) => label("x", share(window.x, at), text)),
      ...ticks(window.y, height / (theme.size * 5)).map(({ at, text }) => label("y", 1 - share(window.y, at), text)),
    );
  }
}

/** Minimum and maximum: a ring with and without a point; saddle and degenerate: a small cross. */
function drawCriticalPoint(context, kind, x, y, theme) {
  const radius = theme.size * 0.36;
  if (kind === "minimum" || kind === "maximum") {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (kind === "minimum") {
      for (const [u, v] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + u * radius * 0.55, y + v * radius * 0.55);
        context.lineTo(x + u * radius * 1.6, y + v * radius * 1.6);
      }
    }
  } else traceCross(context, x, y, radius * 0.8);
  strokeHaloed(context, theme, theme.quiet, 0.1, 0.24);
}

/** Do most racers leave the start to the right? Then its label stands on the left of it. */
function leavesToRight({ racers, start }) {
  const turn = (total, { points, rows }) => total + Math.sign(points[2 * Math.min(20, rows - 1)] - start[0]);
  return racers.reduce(turn, 0) > 0;
}

function drawStart(context, x, y, { width }, theme, onLeft) {
  context.beginPath();
  context.arc(x, y, theme.size * 0.58, 0, 2 * Math.PI);
  strokeHaloed(context, theme, theme.text, 0.12, 0.3);
  if (width < 160) return;
  context.font = `600 ${theme.size}px ${theme.font}`;
  const room = context.measureText("start").width + theme.size;
  const left = (onLeft && x > room) || x > width - room;
  const above = onLeft && !left; // no room on the free side
  context.textAlign = left ? "right" : "left";
  context.textBaseline = "middle";
  context.lineWidth = theme.size * 0.3;
  context.lineJoin = "round";
  context.strokeStyle = theme.halo;
  const textX = above ? Math.max(x - room / 2, 2) : x + (left ? -1 : 1) * theme.size * 0.95;
  const textY = Math.max(y - theme.size * (above ? 1.25 : 0.1), theme.size * 0.7);
  context.strokeText("start", textX, textY);
  context.fillStyle = theme.text;
  context.fillText("start", textX, textY);
}
