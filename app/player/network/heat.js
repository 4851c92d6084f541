/** Colours over a grid: a smooth picture of them, and lines of equal height. */

/** @typedef {{width: number, height: number}} Size */

const small = new OffscreenCanvas(1, 1); // one pixel for each point of the grid

/**
 * Fills the canvas so that the corners of the grid lie in the corners of the canvas.
 * @param {CanvasRenderingContext2D} context
 * @param {[rows: number, columns: number]} shape
 * @param {(row: number, column: number, pixels: Uint8ClampedArray, at: number) => void} paint
 *   writes red, green and blue of a point of the grid from `at` on; rows by ascending y
 * @param {Size} size
 */
export function drawHeat(context, [rows, columns], paint, { width, height }) {
  small.width = columns;
  small.height = rows;
  const picture = new ImageData(columns, rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = 4 * ((rows - 1 - row) * columns + column);
      paint(row, column, picture.data, at);
      picture.data[at + 3] = 255;
    }
  }
  small.getContext("2d").putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0.5, 0.5, columns - 1, rows - 1, 0, 0, width, height);
}

/**
 * Adds the lines at which a grid has one of the heights to the current path.
 * @param {CanvasRenderingContext2D} context
 * @param {ArrayLike<number>[]} z  rows by ascending y
 * @param {number[]} levels
 * @param {Size} size
 */
export function traceContours(context, z, levels, { width, height }) {
  const across = width / (z[0].length - 1);
  const down = height / (z.length - 1);
  for (let i = 0; i + 1 < z.length; i += 1) {
    for (let j = 0; j + 1 < z[i].length; j += 1) {
      const [a, b, c, d] = [z[i][j], z[i][j + 1], z[i + 1][j + 1], z[i + 1][j]];
      const low = Math.min(a, b, c, d);
      const high = Math.max(a, b, c, d);
      if (!Number.isFinite(high - low)) continue;
      for (const level of levels) {
        if (level > low && level <= high) traceCell(context, [a, b, c, d], level, (u, v) => [(j + u) * across, height - (i + v) * down]);
      }
    }
  }
}

const AROUND = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]; // corners of a cell, and the first again

function traceCell(context, corners, level, place) {
  const ends = [];
  for (let side = 0; side < 4; side += 1) {
    const [from, to] = [corners[side], corners[(side + 1) % 4]];
    if (from < level === to < level) continue;
    const share = (level - from) / (to - from);
    const [[u, v], [nextU, nextV]] = [AROUND[side], AROUND[side + 1]];
    ends.push(place(u + share * (nextU - u), v + share * (nextV - v)));
  }
  for (let end = 0; end + 1 < ends.length; end += 2) {
    context.moveTo(...ends[end]);
    context.lineTo(...ends[end + 1]);
  }
}
