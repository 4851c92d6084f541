/** A terrain as triangles: the surface itself and the four walls that make it a block. */

import { GROUND } from "./pose.js";

/** Floats of one corner: place, normal, openness. */
export const FLOATS = 7;

const COARSE = 3; // cells to a side of a coarse one
const AROUND = 9; // cells to each side that shade a valley
const SHADE = 1.3; // light lost for each unit of height that the ground around is higher
const DARKEST = 0.68;

/**
 * @typedef {{corners: Float32Array, fine: Uint32Array, coarse: Uint32Array}} Mesh
 * fine and coarse: corners of the triangles, all of them or with one line of three
 * @param {import("./terrain.js").Terrain} terrain
 * @returns {Mesh}
 */
export function meshOf(terrain) {
  const edges = edgesOf(terrain);
  const corners = new Float32Array(FLOATS * (terrain.heights.length + edges.reduce((sum, { cells }) => sum + 2 * cells.length, 0)));
  addSurface(corners, terrain);
  const walls = addWalls(corners, terrain, edges);
  return { corners, fine: joined(surfaceTriangles(terrain, 1), walls), coarse: joined(surfaceTriangles(terrain, COARSE), walls) };
}

/** One list of corners behind another. */
export function joined(first, second) {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function addSurface(corners, { columns, rows, heights }) {
  const open = openness(heights, columns, rows);
  for (let i = 0; i < rows; i += 1) {
    const [below, above] = [Math.max(i - 1, 0), Math.min(i + 1, rows - 1)];
    for (let j = 0; j < columns; j += 1) {
      const [left, right] = [Math.max(j - 1, 0), Math.min(j + 1, columns - 1)];
      const here = i * columns + j;
      const across = (heights[i * columns + right] - heights[i * columns + left]) / ((2 * (right - left)) / (columns - 1));
      const along = (heights[above * columns + j] - heights[below * columns + j]) / ((2 * (above - below)) / (rows - 1));
      corners.set([gridded(j, columns), gridded(i, rows), heights[here], -across, -along, 1, open[here]], FLOATS * here);
    }
  }
}

const gridded = (index, count) => (2 * index) / (count - 1) - 1;

/** How little a place is shaded by higher ground around it. */
function openness(heights, columns, rows) {
  const around = blurred(blurred(heights, columns, rows, 1, columns), rows, columns, columns, 1);
  return heights.map((height, i) => Math.max(1 - SHADE * Math.max(around[i] - height, 0), DARKEST));
}

/** Means along one direction, in which neighbours are `next` apart; lines are `apart`. */
function blurred(heights, length, lines, next, apart) {
  const means = new Float32Array(heights.length);
  for (let line = 0; line < lines; line += 1) {
    const at = (i) => line * apart + Math.min(Math.max(i, 0), length - 1) * next;
    let sum = 0;
    for (let i = -AROUND; i <= AROUND; i += 1) sum += heights[at(i)];
    for (let i = 0; i < length; i += 1) {
      means[at(i)] = sum / (2 * AROUND + 1);
      sum += heights[at(i + AROUND + 1)] - heights[at(i - AROUND)];
    }
  }
  return means;
}

/** Two triangles for every cell between lines `stride` apart. */
function surfaceTriangles({ columns, rows }, stride) {
  const [high, wide] = [rows, columns].map((lines) => Math.floor((lines - 1) / stride));
  const triangles = new Uint32Array(6 * high * wide);
  for (let cell = 0; cell < high * wide; cell += 1) {
    const here = stride * (Math.floor(cell / wide) * columns + (cell % wide));
    const above = here + stride * columns;
    triangles.set([here, here + stride, above, above, here + stride, above + stride], 6 * cell);
  }
  return triangles;
}

/** The cells of the grid along each edge, and which way its wall faces. */
function edgesOf({ columns, rows }) {
  const run = (length, first, next) => Array.from({ length }, (_, i) => first + i * next);
  return [
    { cells: run(columns, 0, 1), normal: [0, -1, 0] },
    { cells: run(columns, (rows - 1) * columns, 1), normal: [0, 1, 0] },
    { cells: run(rows, 0, columns), normal: [-1, 0, 0] },
    { cells: run(rows, columns - 1, columns), normal: [1, 0, 0] },
  ];
}

/** @returns {number[]} corners of the walls' triangles */
function addWalls(corners, { heights }, edges) {
  const triangles = [];
  let next = heights.length;
  for (const { cells, normal } of edges) {
    cells.forEach((cell, i) => {
      const place = corners.subarray(FLOATS * cell, FLOATS * cell + 2);
      corners.set([...place, heights[cell], ...normal, 1, ...place, GROUND, ...normal, 1], FLOATS * next);
      if (i > 0) triangles.push(next - 2, next, next - 1, next - 1, next, next + 1);
      next += 2;
    });
  }
  return triangles;
}
