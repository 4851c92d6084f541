/** The title of a panel that shows all racers: the surface, and what its colours mean. */

import { element } from "../element.js";

/** @param {import("../message.js").Surface} surface @param {import("../theme.js").Theme} theme @returns {Node[]} */
export function surfaceTitle(surface, theme) {
  const strip = element("span", { className: "strip" });
  strip.style.background = `linear-gradient(to right, ${theme.heights.map(([, colour]) => colour).join(", ")})`;
  const scale = surface.heights === "log" ? "high (log scale)" : "high";
  const key = element("span", { className: "height-key" }, "low", strip, scale);
  return [element("strong", { textContent: surface.title }), key];
}
