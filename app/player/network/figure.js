/** A small picture under a heading, with a line of figures below it; a sentence stands in its place where there is none. */

import { icon } from "../controls/icons.js";
import { element } from "../element.js";

/**
 * A question with the racer that it is about, on its surface.
 * @typedef {import("./questions.js").Question & {racer: import("../message.js").Racer, surface: import("../message.js").Surface}} Subject
 */

export class Figure {
  note = element("p", { className: "look-note" });
  /** px of the picture's place. */
  size = { width: 0, height: 0 };
  /** Is it as tall as the column, and the other one away? */
  large = false;
  /** @type {Subject|null} what is seen */
  subject = null;
  #answer;
  #theme;
  #paint;
  #canvas = element("canvas", { role: "img" });
  #sentence = element("p", { className: "look-sentence", role: "status" });
  #area = element("div", { className: "look-area" });
  #heading = element("h3");
  #title;
  #enlarge = element("button", { type: "button", className: "look-enlarge", title: "Large", innerHTML: icon("expand") });
  #observer = new ResizeObserver(() => {
    this.size = { width: this.#area.clientWidth, height: this.#area.clientHeight };
    this.draw();
  });

  /**
   * @param {string} name  for styles
   * @param {string} title
   * @param {(answer: any, subject: Subject, theme: import("../theme.js").Theme) => void} paint  draws an answer
   * @param {() => void} [onEnlarge]  it shall be large, or as it was
   */
  constructor(name, title, paint, onEnlarge) {
    this.#paint = paint;
    this.#title = title;
    this.qualify("");
    this.#area.append(this.#canvas, this.#sentence);
    this.#enlarge.ariaLabel = `${title}: large`;
    this.#enlarge.hidden = !onEnlarge;
    this.#enlarge.addEventListener("click", () => onEnlarge());
    const head = element("header", {}, this.#heading, this.#enlarge);
    this.root = element("section", { className: "look", ariaLabel: title }, head, this.#area, this.note);
    this.root.dataset.look = name;
    this.setLarge(false);
    this.#observer.observe(this.#area);
  }

  /** Puts a control into the head. @param {HTMLElement} control */
  addControl(control) {
    this.#enlarge.before(control);
  }

  /** Puts something where the canvas is. @param {HTMLElement} node */
  addPicture(node) {
    this.#area.prepend(node);
  }

  /** Says more in the heading. @param {string} words */
  qualify(words) {
    const said = words ? `${this.#title}, ${words}` : this.#title;
    if (this.#heading.textContent !== said) this.#heading.textContent = said;
  }

  /** @param {boolean} large */
  setLarge(large) {
    this.large = large;
    this.root.classList.toggle("large", large);
    this.#enlarge.ariaPressed = String(large);
  }

  /** @param {import("../theme.js").Theme} theme */
  setTheme(theme) {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.draw();
  }

  /** Another picture is under way. */
  wait() {
    this.root.ariaBusy = "true";
  }

  /** @param {any} answer @param {Subject} subject */
  show(answer, subject) {
    this.#answer = answer;
    this.subject = subject;
    this.root.ariaBusy = "false";
    this.root.classList.remove("refused");
    this.#sentence.textContent = "";
    this.draw();
  }

  /** @param {string} sentence  why there is no picture */
  refuse(sentence) {
    this.subject = null;
    this.root.ariaBusy = "false";
    this.root.classList.add("refused");
    this.#sentence.textContent = sentence;
    this.note.replaceChildren();
  }

  draw() {
    if (this.subject && this.#theme && this.size.width && this.size.height) this.#paint(this.#answer, this.subject, this.#theme);
  }

  /**
   * @param {string} label  for those who cannot see the picture
   * @returns {CanvasRenderingContext2D} of the empty canvas
   */
  begin(label) {
    this.#canvas.ariaLabel = label;
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = this.size;
    const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width !== wide || this.#canvas.height !== high) Object.assign(this.#canvas, { width: wide, height: high });
    const context = this.#canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  remove() {
    this.#observer.disconnect();
  }
}
