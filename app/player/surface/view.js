/** The visible window on the plane, shared by all panels, and its mapping to pixels. */

/** @typedef {{x: [number, number], y: [number, number]}} Window */

const FARTHEST = 1e6; // px; farther points keep their direction and are drawn at this distance

/** @param {Window} window */
export function projectX(window, width, x) {
  return ((x - window.x[0]) / (window.x[1] - window.x[0])) * width;
}

/** @param {Window} window */
export function projectY(window, height, y) {
  return ((window.y[1] - y) / (window.y[1] - window.y[0])) * height;
}

/** @returns {[number, number]} the point of the plane under a pixel */
export function unproject(window, { width, height }, px, py) {
  const [left, right] = window.x;
  const [bottom, top] = window.y;
  return [left + (px / width) * (right - left), top - (py / height) * (top - bottom)];
}

/** The window after a zoom by `factor` (below 1: closer) that leaves the point under the pixel in place. */
export function zoomed(window, size, px, py, factor) {
  const [x, y] = unproject(window, size, px, py);
  const scale = (range, centre) => range.map((end) => centre + (end - centre) * factor);
  return { x: scale(window.x, x), y: scale(window.y, y) };
}

/** The window after the paper was dragged by so many pixels. */
export function panned(window, { width, height }, dx, dy) {
  const right = (dx / width) * (window.x[1] - window.x[0]);
  const up = (-dy / height) * (window.y[1] - window.y[0]);
  return { x: window.x.map((end) => end - right), y: window.y.map((end) => end - up) };
}

/** The window widened by `share` of its size on each side, but not beyond `limit`; null when nothing is left. */
export function widened(window, share, limit) {
  const stretch = ([low, high], [least, most]) => [
    Math.max(low - share * (high - low), least),
    Math.min(high + share * (high - low), most),
  ];
  const wide = { x: stretch(window.x, limit.x), y: stretch(window.y, limit.y) };
  return wide.x[1] > wide.x[0] && wide.y[1] > wide.y[0] ? wide : null;
}

/**
 * How pixels laid out for one window come to lie under another: scaled, then moved.
 * @typedef {{across: number, down: number, left: number, top: number}} Shift
 * @param {Window} from @param {Window} to @returns {Shift}
 */
export function shiftBetween(from, to, { width, height }) {
  const share = (side) => (from[side][1] - from[side][0]) / (to[side][1] - to[side][0]);
  return { across: share("x"), down: share("y"), left: projectX(to, width, from.x[0]), top: projectY(to, height, from.y[1]) };
}

/**
 * A path in pixels: every row for its head, and the rows worth a corner for its trail.
 * @typedef {{rows: number, xy: Float32Array, corners: Int32Array}} Track
 * @param {import("../message.js").Path} path
 * @returns {Track}
 */
export function projectTrack({ rows, points }, window, { width, height }) {
  const xy = new Float32Array(2 * rows);
  const corners = new Int32Array(rows);
  let count = 0;
  let [lastX, lastY] = [Infinity, Infinity];
  for (let row = 0; row < rows; row += 1) {
    let x = projectX(window, width, points[2 * row]) - width / 2;
    let y = projectY(window, height, points[2 * row + 1]) - height / 2;
    const distance = Math.hypot(x, y);
    if (distance > FARTHEST) {
      x *= FARTHEST / distance;
      y *= FARTHEST / distance;
    }
    x += width / 2;
    y += height / 2;
    xy[2 * row] = x;
    xy[2 * row + 1] = y;
    if (Math.abs(x - lastX) + Math.abs(y - lastY) > 1) {
      corners[count] = row;
      count += 1;
      [lastX, lastY] = [x, y];
    }
  }
  return { rows, xy, corners: corners.subarray(0, count) };
}

/** @param {Track} track @returns {number} where the head is across at a row that may lie between two */
export const headX = (track, row) => between(track, row, 0);

/** @param {Track} track @returns {number} where it is down */
export const headY = (track, row) => between(track, row, 1);

function between({ rows, xy }, position, axis) {
  const row = Math.min(Math.floor(position), rows - 1);
  const here = xy[2 * row + axis];
  return row + 1 < rows ? here + (position - row) * (xy[2 * row + 2 + axis] - here) : here;
}
