/**
 * The still picture of the surface. Plotly draws its filled contour once, off the page, and every
 * panel shows a copy as pixels: the vector paths would be painted anew whenever the page changes.
 * While the window moves, the copies move with it; when the hand rests the picture is drawn anew.
 */

import { decoded } from "./decoded.js";
import { readHeights } from "./heights.js";
import { plotly } from "./plotly.js";
import { widened } from "./view.js";

const OVERSCAN = 0.35; // share of the window drawn beyond each edge, so that panning uncovers no gap
const CONFIG = { staticPlot: true, displayModeBar: false, showSendToCloud: false };
const AXIS = { visible: false, fixedrange: true, zeroline: false, showgrid: false };
const CLEAR = "rgba(0, 0, 0, 0)";

export class Still {
  /** Resolves when surfaces can be drawn. */
  ready = plotly.then((loaded) => {
    this.#plotly = loaded;
  });
  #plotly;
  #easel = document.createElement("div");
  #picture; // the drawn contour, as an image
  #extent; // its size in CSS pixels
  #covers; // the window that it shows
  #latest = 0; // number of the drawing asked for last
  #surface;
  #heights;

  /** @param {HTMLElement} host inside the player's shadow root; the easel stays invisible there */
  constructor(host) {
    this.#easel.className = "easel";
    host.append(this.#easel);
  }

  /**
   * @param {import("../message.js").Surface} surface
   * @param {import("./view.js").Window} window
   * @param {{width: number, height: number}} size of the window in pixels
   * @param {import("../theme.js").Theme} theme
   * @returns {Promise<boolean>} whether there is a new picture; not when a later one was asked for
   */
  async draw(surface, window, size, theme) {
    if (!this.#plotly) return false;
    const drawing = (this.#latest += 1);
    if (surface !== this.#surface) {
      this.#surface = surface;
      this.#heights = readHeights(surface);
    }
    const covers = widened(window, OVERSCAN, surface);
    if (!covers) return false;
    const share = (side) => (covers[side][1] - covers[side][0]) / (window[side][1] - window[side][0]);
    const width = Math.max(Math.round(size.width * share("x")), 10);
    const height = Math.max(Math.round(size.height * share("y")), 10);
    const picture = await this.#print(contour(surface, this.#heights, theme), covers, width, height);
    if (drawing !== this.#latest) return false;
    this.#picture = picture;
    this.#extent = { width, height };
    this.#covers = covers;
    return true;
  }

  /**
   * The surface as far as it lies in a window, as SVG text for sheets that are taken away.
   * @param {import("../message.js").Surface} surface
   * @param {import("./view.js").Window} covers  no larger than the surface
   * @param {{width: number, height: number}} size
   * @param {import("../theme.js").Theme} theme
   */
  async vector(surface, covers, { width, height }, theme) {
    await this.ready;
    return this.#trace(contour(surface, readHeights(surface), theme), covers, width, height);
  }

  /** Has Plotly draw one trace and returns the drawing as an image. */
  async #print(trace, covers, width, height) {
    return decoded(this.#trace(trace, covers, width, height));
  }

  /** Has Plotly draw one trace and returns the drawing as SVG text. */
  #trace(trace, { x, y }, width, height) {
    const sheet = document.createElement("div"); // a new one: Plotly keeps hold of old shadow roots
    sheet.style.cssText = `width:${width}px;height:${height}px`;
    this.#easel.append(sheet);
    const layout = {
      width,
      height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      paper_bgcolor: CLEAR,
      plot_bgcolor: CLEAR,
      xaxis: { ...AXIS, range: x },
      yaxis: { ...AXIS, range: y },
    };
    const finished = this.#plotly.newPlot(sheet, [trace], layout, CONFIG);
    const text = new XMLSerializer().serializeToString(sheet.querySelector(".main-svg"));
    finished.then(() => {
      this.#plotly.purge(sheet);
      sheet.remove();
    });
    return text;
  }

  /** @returns {HTMLCanvasElement|null} a copy of the picture for one panel */
  copy() {
    if (!this.#picture) return null;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(this.#extent.width * ratio);
    canvas.height = Math.round(this.#extent.height * ratio);
    canvas.style.cssText = `width:${this.#extent.width}px;height:${this.#extent.height}px`;
    canvas.getContext("2d").drawImage(this.#picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  /** @returns {string} the CSS transform that lays the picture under `window` */
  transform(window, { width, height }) {
    if (!this.#picture) return "scale(0)";
    const { x, y } = this.#covers;
    const across = width / (window.x[1] - window.x[0]);
    const up = height / (window.y[1] - window.y[0]);
    const scaleX = ((x[1] - x[0]) * across) / this.#extent.width;
    const scaleY = ((y[1] - y[0]) * up) / this.#extent.height;
    const left = (x[0] - window.x[0]) * across;
    const top = (window.y[1] - y[1]) * up;
    return `matrix(${scaleX}, 0, 0, ${scaleY}, ${left}, ${top})`;
  }
}

function contour(surface, { z, low, high, step }, theme) {
  const spread = (values, [from, to]) => values.map((_, i) => from + ((to - from) * i) / (values.length - 1));
  return {
    type: "contour",
    x: spread(Array.from(z[0]), surface.x),
    y: spread(z, surface.y),
    z,
    zmin: low,
    zmax: high,
    autocontour: false,
    contours: { start: low + step, end: high - step / 2, size: step, coloring: "fill" },
    line: { width: 0.6, color: theme.contour },
    colorscale: theme.heights,
    showscale: false,
    hoverinfo: "skip",
  };
}
