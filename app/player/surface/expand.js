/** The button on a panel that has it fill the screen. */

import { element } from "../element.js";
import { icon } from "../controls/icons.js";

/** @param {() => void} onExpand */
export function expandButton(onExpand) {
  const title = "Full screen (Esc leaves it)";
  const node = element("button", { type: "button", className: "expand", title, innerHTML: icon("expand") });
  node.setAttribute("aria-label", "This panel on the full screen");
  // The surface below must not take the press for its own.
  for (const name of ["pointerdown", "dblclick"]) node.addEventListener(name, (event) => event.stopPropagation());
  node.addEventListener("click", () => onExpand());
  return node;
}
