/** Knobs elsewhere on the page, as a component of their own: they turn the race in the player. */

import { rest, turn } from "./desk.js";
import { element } from "../element.js";
import { Knobs } from "../controls/knobs.js";
import { adopt } from "../sheets.js";

/** @type {WeakMap<Node, {root: Element, knobs: Knobs}>} */
const panels = new WeakMap();

/** Shows what Streamlit sends. @param {{data: import("../controls/knobs.js").Knob[], parentElement: Element|ShadowRoot}} component */
export function mount({ data, parentElement }) {
  let panel = panels.get(parentElement);
  if (!panel) {
    const knobs = new Knobs({ onTurn: turn, onRest: rest });
    const root = element("div", { className: "descent knob-panel" }, knobs.root);
    parentElement.append(root);
    adopt(root, ["base.css", "controls/knobs.css"]);
    panels.set(parentElement, (panel = { root, knobs }));
  }
  panel.knobs.show(data);
}

/** Ends the panel of a parent that has left the page. */
export function unmount(parentElement) {
  panels.get(parentElement)?.root.remove();
  panels.delete(parentElement);
}
