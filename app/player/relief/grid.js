/** How panels share a box, and what room each of them has for scales. */

const LABELLED = [300, 240]; // px; smaller panels have no scales
const NARROW = 640; // px

/** @returns {number} columns for so many panels in a box */
export function columnsOf(count, { width, height }) {
  if (width < NARROW) return Math.min(count, 2);
  if (count === 4) return width > 2.4 * height ? 4 : 2;
  return count <= 3 ? count : count <= 6 ? 3 : 4;
}

/** @param {import("../theme.js").Theme} theme @returns {import("./pose.js").Size} */
export function sizeOf({ width, height }, theme) {
  const labelled = width >= LABELLED[0] && height >= LABELLED[1];
  return { width, height, labelled, margin: labelled ? [3.6 * theme.size, 2.4 * theme.size] : [6, 6] };
}

/** @returns {{left: number, top: number, width: number, height: number}[]} a cell of the box for each of `count` panels */
export function cellsOf(count, { left, top, width, height }, gap) {
  const columns = columnsOf(count, { width, height });
  const rows = Math.ceil(count / columns);
  const cell = { width: (width - (columns - 1) * gap) / columns, height: (height - (rows - 1) * gap) / rows };
  return Array.from({ length: count }, (_, i) => ({
    ...cell,
    left: left + (i % columns) * (cell.width + gap),
    top: top + Math.floor(i / columns) * (cell.height + gap),
  }));
}
