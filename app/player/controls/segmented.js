/** Buttons of which one is pressed. */

import { element } from "../element.js";

/**
 * @param {string} label
 * @param {Record<string, string>} choices  what is written on each button, by its value
 * @param {(value: any) => void} onChoose
 * @param {string} [title]  explains the choice
 */
export function segmented(label, choices, onChoose, title = label) {
  const buttons = Object.entries(choices).map(([value, textContent]) => {
    const node = element("button", { type: "button", value, textContent });
    node.addEventListener("click", () => onChoose(value));
    return node;
  });
  const root = element("div", { className: "segmented", role: "group", ariaLabel: label, title }, ...buttons);
  return {
    root,
    choose: (value) => buttons.forEach((node) => node.setAttribute("aria-pressed", String(node.value === value))),
    refuse: (reason) => {
      root.title = reason || title;
      for (const node of buttons) node.disabled = Boolean(reason);
    },
  };
}
