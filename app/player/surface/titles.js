/** The titles of panels: of one that shows all racers, and of one that shows one. */

import { element } from "../element.js";
import { drawMark } from "../marks.js";

/**
 * The surface, and what its colours mean.
 * @param {import("../message.js").Surface} surface @param {import("../theme.js").Theme} theme @returns {Node[]}
 */
export function surfaceTitle(surface, theme) {
  const strip = element("span", { className: "strip" });
  strip.style.background = `linear-gradient(to right, ${theme.heights.map(([, colour]) => colour).join(", ")})`;
  const scale = surface.heights === "log" ? "high (log scale)" : "high";
  const key = element("span", { className: "height-key" }, "low", strip, scale);
  const quantity = surface.quantity ? [element("span", { className: "detail", textContent: surface.quantity.title, title: surface.quantity.title })] : [];
  return [element("strong", { className: "surface-name", textContent: surface.title, title: surface.title }), ...quantity, key];
}

/** The racer's mark, name and settings. @param {import("../message.js").Racer} racer @param {string} colour @returns {Node[]} */
export function racerTitle(racer, colour) {
  const detail = element("span", { className: "detail", textContent: racer.detail, title: racer.detail });
  return [drawMark(racer.mark, colour), element("strong", { textContent: racer.name }), detail];
}
