/** The list of keys and gestures, behind a button with a question mark. */

import { element } from "../element.js";

/** What to press or do, and what happens then. */
const KEYS = [
  ["Space", "play, pause"],
  ["← →", "one step back or on; with Shift ten"],
  ["Home End", "to the start, to the end"],
  ["1 to 7", "speed"],
  ["V", "together, or side by side"],
  ["R", "2-D, 3-D, both"],
  ["P", "present; Esc leaves"],
  ["W A S D", "move the picture that has the focus, or turn it in 3-D; + and − zoom, 0 resets"],
  ["Tab", "from control to control, over the pictures to the racers, whom it highlights"],
];
const HANDS = [
  ["drag the start", "all racers run anew from where it is"],
  ["click on a surface", "puts the start there"],
  ["drag, scroll", "pan and zoom; in 3-D turn and zoom, with Shift move"],
  ["double-click", "the whole surface again"],
  ["hover a curve", "shows that moment while the clock rests; a click stays there"],
];

export class Help {
  #button = element("button", { type: "button", className: "help", textContent: "?", title: "Keys and gestures (?)" });
  #panel = element("div", { className: "help-panel", popover: "auto", role: "dialog", ariaLabel: "Keys and gestures" });
  /** The button, and what it opens. */
  nodes = [this.#button, this.#panel];

  constructor() {
    this.#button.setAttribute("aria-label", "Keys and gestures");
    this.#button.addEventListener("click", () => this.toggle());
    this.#panel.append(list("Keys", KEYS, "kbd"), list("Hand", HANDS, "span"));
  }

  toggle() {
    this.#panel.togglePopover();
  }
}

function list(title, rows, tag) {
  const items = rows.flatMap(([what, then]) => [
    element("dt", {}, ...(tag === "kbd" ? what.split(" ").map((key) => keyOrWord(key)) : [what])),
    element("dd", { textContent: then }),
  ]);
  return element("section", {}, element("h2", { textContent: title }), element("dl", {}, ...items));
}

const keyOrWord = (key) => (key === "to" ? " to " : element("kbd", { textContent: key }));
