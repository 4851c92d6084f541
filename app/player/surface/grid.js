/** How panels share a box. */

const NARROW = 640; // px

/** @returns {number} columns for so many panels in a box */
export function columnsOf(count, { width, height }) {
  if (width < NARROW) return Math.min(count, 2);
  if (count === 4) return width > 2.4 * height ? 4 : 2;
  return count <= 3 ? count : count <= 6 ? 3 : 4;
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
