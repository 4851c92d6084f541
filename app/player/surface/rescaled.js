/** Surfaces with heights on the scale that the reader chose. */

/** @type {WeakMap<import("../message.js").Surface, import("../message.js").Surface>} */
const known = new WeakMap();

/** The same object for the same surface. @param {import("../message.js").Surface} surface @param {"log"|"linear"} heights */
export function rescaled(surface, heights) {
  if (heights === surface.heights) return surface;
  if (!known.has(surface)) known.set(surface, { ...surface, heights });
  return known.get(surface);
}
