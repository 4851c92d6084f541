/**
 * The still picture of the surface. Plotly draws its filled contour once, off the page; every panel
 * shows a copy. While the window moves, the copies are moved with it and the picture is drawn anew
 * when the hand rests.
 */

import { readHeights } from "./heights.js";
import { widened } from "./view.js";

const OVERSCAN = 0.35; // share of the window drawn beyond each edge, so that panning uncovers no gap
const CONFIG = { staticPlot: true, displayModeBar: false, showSendToCloud: false };
const AXIS = { visible: false, fixedrange: true, zeroline: false, showgrid: false };
const CLEAR = "rgba(0, 0, 0, 0)";

let loading; // one script for all players of the page

/** @returns {Promise<object>} window.Plotly, loaded from the player's own folder */
function loadPlotly() {
  loading ??= new Promise((resolve, reject) => {
    if (window.Plotly?.newPlot) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = new URL("vendor/plotly-cartesian.min.js", import.meta.url).href;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("Plotly could not be loaded, so surfaces have no picture"));
    document.head.append(script);
  });
  return loading;
}

export class Still {
  /** Resolves when surfaces can be drawn. */
  ready = loadPlotly().then((plotly) => {
    this.#plotly = plotly;
  });
  #plotly;
  #easel = document.createElement("div");
  #picture; // the drawn SVG
  #covers; // the window that it shows
  #surface;
  #heights;

  /** @param {HTMLElement} host inside the player's shadow root; the easel stays invisible there */
  constructor(host) {
    this.#easel.className = "easel";
    host.append(this.#easel);
  }

  /**
   * @param {import("./message.js").Surface} surface
   * @param {import("./view.js").Window} window
   * @param {{width: number, height: number}} size of the window in pixels
   * @param {import("./theme.js").Theme} theme
   */
  draw(surface, window, size, theme) {
    if (!this.#plotly) return;
    if (surface !== this.#surface) {
      this.#surface = surface;
      this.#heights = readHeights(surface);
    }
    this.#covers = widened(window, OVERSCAN, surface);
    if (!this.#covers) return;
    const share = (side) => (this.#covers[side][1] - this.#covers[side][0]) / (window[side][1] - window[side][0]);
    const width = Math.max(Math.round(size.width * share("x")), 10);
    const height = Math.max(Math.round(size.height * share("y")), 10);
    const canvas = document.createElement("div"); // a new one: Plotly keeps hold of old shadow roots
    canvas.style.cssText = `width:${width}px;height:${height}px`;
    this.#easel.append(canvas);
    const finished = this.#plotly.newPlot(
      canvas,
      [contour(surface, this.#heights, theme)],
      {
        width,
        height,
        margin: { l: 0, r: 0, t: 0, b: 0 },
        paper_bgcolor: CLEAR,
        plot_bgcolor: CLEAR,
        xaxis: { ...AXIS, range: this.#covers.x },
        yaxis: { ...AXIS, range: this.#covers.y },
      },
      CONFIG,
    );
    this.#picture = canvas.querySelector(".main-svg").cloneNode(true);
    this.#picture.removeAttribute("style");
    for (const clipped of this.#picture.querySelectorAll("[clip-path]")) clipped.removeAttribute("clip-path");
    finished.then(() => {
      this.#plotly.purge(canvas);
      canvas.remove();
    });
  }

  /** @returns {Node|null} a copy of the picture for one panel */
  copy() {
    return this.#picture?.cloneNode(true) ?? null;
  }

  /** @returns {string} the CSS transform that lays the picture under `window` */
  transform(window, { width, height }) {
    if (!this.#covers || !this.#picture) return "scale(0)";
    const { x, y } = this.#covers;
    const across = width / (window.x[1] - window.x[0]);
    const up = height / (window.y[1] - window.y[0]);
    const scaleX = ((x[1] - x[0]) * across) / Number(this.#picture.getAttribute("width"));
    const scaleY = ((y[1] - y[0]) * up) / Number(this.#picture.getAttribute("height"));
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
