/**
 * A drawing context whose result is SVG text. It knows as much of the canvas's language as the
 * player's drawings speak, so that they print as lines and letters and not as pixels.
 */

import { short, SvgPath } from "./svg-path.js";

const ANCHORS = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
const KEPT = ["fillStyle", "strokeStyle", "lineWidth", "lineCap", "lineJoin", "globalAlpha", "font", "textAlign", "textBaseline"];
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

/** @param {Record<string, string|number|undefined>} attributes those that are undefined are left out */
function tag(name, attributes, content = "") {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const head = [name, ...written.map(([key, value]) => `${key}="${escape(value)}"`)].join(" ");
  return content ? `<${head}>${content}</${name}>` : `<${head}/>`;
}

export class SvgContext extends SvgPath {
  fillStyle = "#000";
  strokeStyle = "#000";
  lineWidth = 1;
  lineCap = "butt";
  lineJoin = "miter";
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign = "start";
  textBaseline = "alphabetic";
  #size;
  #dash = [];
  #clip; // name of the region that is drawn in; undefined: all
  #saved = [];
  #body = [];
  #definitions = new Map(); // name and text, by what is defined
  #ruler = document.createElement("canvas").getContext("2d");

  /** @param {{width: number, height: number}} size */
  constructor(size) {
    super();
    this.#size = size;
  }

  /** @param {{title: string, link: string}} about @returns {string} the whole file */
  toText({ title, link }) {
    const { width, height } = this.#size;
    const about = tag("title", {}, escape(title)) + tag("desc", {}, escape(link));
    const content = about + tag("defs", {}, [...this.#definitions.values()].map(({ text }) => text).join("")) + this.#body.join("\n");
    const root = { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` };
    return `<?xml version="1.0" encoding="UTF-8"?>\n${tag("svg", root, content)}\n`;
  }

  save() {
    const state = Object.fromEntries(KEPT.map((name) => [name, this[name]]));
    this.#saved.push({ state, matrix: this.matrix, dash: this.#dash, clip: this.#clip });
  }

  restore() {
    const saved = this.#saved.pop();
    if (!saved) return;
    Object.assign(this, saved.state);
    this.matrix = saved.matrix;
    this.#dash = saved.dash;
    this.#clip = saved.clip;
  }

  /** Whoever asks draws pixels and wants to know how many: twice as many as CSS has, for paper. */
  getTransform() {
    return this.matrix.scale(2);
  }

  setLineDash(dash) {
    this.#dash = dash;
  }

  /** Draws only inside the current path, and inside what was so before. */
  clip() {
    const name = this.#define(tag("path", { d: this.path }) + (this.#clip ?? ""), (id) =>
      tag("clipPath", { id, "clip-path": this.#clip }, tag("path", { d: this.path })),
    );
    this.#clip = `url(#${name})`;
  }

  fill() {
    if (this.path) this.#add("path", { d: this.path, fill: this.fillStyle });
  }

  stroke() {
    if (this.path) this.#add("path", { d: this.path, fill: "none", ...this.#pen() });
  }

  fillRect(x, y, width, height) {
    const path = this.path;
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
    this.path = path;
  }

  measureText(text) {
    this.#ruler.font = this.font;
    this.#ruler.textBaseline = this.textBaseline;
    return this.#ruler.measureText(text);
  }

  fillText(text, x, y) {
    this.#addText(text, x, y, { fill: this.fillStyle });
  }

  strokeText(text, x, y) {
    this.#addText(text, x, y, { fill: "none", ...this.#pen() });
  }

  /** Pixels, from a canvas or an image. @param {...number} place as `CanvasRenderingContext2D.drawImage` has it */
  drawImage(image, ...place) {
    const cut = place.length > 4;
    const [x, y, width, height] = cut ? place.slice(4) : [...place, image.width, image.height];
    const [left, top, wide, high] = cut ? place : [0, 0, image.width, image.height];
    const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high });
    canvas.getContext("2d").drawImage(image, left, top, wide, high, 0, 0, wide, high);
    this.#add("image", { href: canvas.toDataURL(), ...this.#box(x, y, width, height), preserveAspectRatio: "none" });
  }

  /** A drawing that is SVG already; one that is drawn many times is written once. @param {string} text */
  drawSvg(text, x, y, width, height) {
    const name = this.#define(text, (id) => text.replace("<svg", `<svg id="${id}"`));
    this.#add("use", { href: `#${name}`, ...this.#box(x, y, width, height) });
  }

  #box(x, y, width, height) {
    return { x: short(x), y: short(y), width: short(width), height: short(height), transform: this.#transform() };
  }

  /** @returns {string} the name of a definition, which is written when it is asked for first */
  #define(what, write) {
    const known = this.#definitions.get(what);
    if (known) return known.name;
    const name = `part-${this.#definitions.size}`;
    this.#definitions.set(what, { name, text: write(name) });
    return name;
  }

  #pen() {
    const { a, b, c, d } = this.matrix;
    const scale = Math.sqrt(Math.abs(a * d - b * c)) || 1;
    return {
      stroke: this.strokeStyle,
      "stroke-width": short(this.lineWidth * scale),
      "stroke-linecap": this.lineCap === "butt" ? undefined : this.lineCap,
      "stroke-linejoin": this.lineJoin === "miter" ? undefined : this.lineJoin,
      "stroke-dasharray": this.#dash.length ? this.#dash.map((part) => short(part * scale)).join(" ") : undefined,
    };
  }

  #transform() {
    return this.matrix.isIdentity ? undefined : this.matrix.toString();
  }

  #addText(text, x, y, paint) {
    // Programs other than browsers know no baseline but the alphabetic one.
    const { alphabeticBaseline } = this.measureText(text);
    const place = { x: short(x), y: short(y - alphabeticBaseline), transform: this.#transform() };
    const look = { style: `font: ${this.#ruler.font}`, "text-anchor": ANCHORS[this.textAlign] };
    this.#add("text", { ...place, ...look, ...paint }, escape(text));
  }

  #add(name, attributes, content) {
    const opacity = this.globalAlpha < 1 ? short(this.globalAlpha) : undefined;
    // The region lies in the sheet's own coordinates, also where the element has a matrix.
    const moved = attributes.transform && this.#clip;
    const drawn = tag(name, { ...attributes, opacity, "clip-path": moved ? undefined : this.#clip }, content);
    this.#body.push(moved ? tag("g", { "clip-path": this.#clip }, drawn) : drawn);
  }
}
