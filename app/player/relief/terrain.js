/** A surface in the coordinates of its block (see pose.js), and the ways over it. */

import { readHeights } from "../surface/heights.js";

/** How far ways lie above the surface, so that they are not swallowed by it. */
export const LIFT = 0.012;

const FARTHEST = 1e6; // half widths; farther points keep their direction
const HIGHEST = 1; // of a way

export class Terrain {
  columns;
  rows;
  /** Heights by ascending y, then x. */
  heights;
  /** How many steps of height between the contours there are from the lowest to the highest. */
  levels;
  #surface;
  #scale;

  /** @param {import("../message.js").Surface} surface */
  constructor(surface) {
    const { z, low, high, step, heightOf } = readHeights(surface);
    this.#surface = surface;
    this.range = [low, high];
    // What is no number was too high to be one.
    this.#scale = (height) => (Number.isNaN(height) ? HIGHEST : Math.min(Math.max((height - low) / (high - low), 0), HIGHEST));
    this.heightOf = (loss) => this.#scale(heightOf(loss));
    this.levels = (high - low) / step;
    this.rows = z.length;
    this.columns = z[0].length;
    this.heights = new Float32Array(this.rows * this.columns);
    z.forEach((line, i) => this.heights.set(line.map(this.#scale), i * this.columns));
  }

  /** @returns {[number, number]} where a point of the plane is, across and along */
  place(x, y) {
    const { x: [left, right], y: [bottom, top] } = this.#surface;
    return [(2 * (x - left)) / (right - left) - 1, (2 * (y - bottom)) / (top - bottom) - 1];
  }

  /** The height of the surface over a place of the block, between the heights of its grid. */
  at(u, v) {
    const { columns, rows, heights } = this;
    const x = Math.min(Math.max(((u + 1) / 2) * (columns - 1), 0), columns - 1);
    const y = Math.min(Math.max(((v + 1) / 2) * (rows - 1), 0), rows - 1);
    const [i, j] = [Math.min(Math.floor(y), rows - 2), Math.min(Math.floor(x), columns - 2)];
    const first = i * columns + j;
    const lower = heights[first] + (x - j) * (heights[first + 1] - heights[first]);
    const upper = heights[first + columns] + (x - j) * (heights[first + columns + 1] - heights[first + columns]);
    return lower + (y - i) * (upper - lower);
  }

  /**
   * A way in the block, each row at the height of its loss, or on the surface where its loss is not known.
   * @param {import("../message.js").Path} path
   * @param {Float32Array} [gaps]  see Racer
   * @returns {Float32Array} (rows, 3), flat: across, along, height
   */
  lift({ rows, points }, gaps) {
    const lifted = new Float32Array(3 * rows);
    const floor = this.#surface.floor ?? 0;
    for (let row = 0; row < rows; row += 1) {
      const [u, v] = this.place(points[2 * row], points[2 * row + 1]);
      const shrink = Math.min(FARTHEST / Math.hypot(u, v), 1);
      lifted[3 * row] = u * shrink;
      lifted[3 * row + 1] = v * shrink;
      lifted[3 * row + 2] = (gaps ? this.heightOf(gaps[row] + floor) : this.at(u, v)) + LIFT;
    }
    return lifted;
  }
}

/** Is a place of the block over the surface? */
export const isOver = (u, v) => Math.abs(u) <= 1 && Math.abs(v) <= 1;
