/** What goes on inside a racer's steps, as Python sends it (`app/player/internals.py`). Row k is the step from point k on. */

/**
 * @typedef {object} Followed  what the rule follows downhill in the gradient's place
 * @property {string} symbol
 * @property {string} title
 * @property {Float32Array} vectors  (rows, 2), flat
 *
 * Symmetric matrices M, row by row their elements xx, xy, yy. A step ends on the ellipse M u with u
 * of length one ("rates"), in a corner of the box ("box"), or the ellipse bounds it ("region").
 * @typedef {object} Reach
 * @property {string} symbol
 * @property {string} title
 * @property {"rates"|"box"|"region"} shape
 * @property {Float32Array} shapes  (rows, 3), in the unit of x
 * @property {Float32Array|null} rates  (rows, 3): the step is minus them times what is followed
 * @property {Float32Array|null} drifts  (rows, 2): how far beside the point the shape lies, where decay moves it
 *
 * @typedef {object} Inside
 * @property {Float32Array} gradients  (rows, 2)
 * @property {Float32Array|null} told  (rows, 2): what the rule was told of them, if that was something else
 * @property {Float32Array} hessians  (rows, 3)
 * @property {Followed|null} followed
 * @property {Reach|null} reach
 * @property {{ends: Float32Array, points: Float32Array, lined: boolean}|null} trials  that were not taken; those of
 *   row k end before `ends[k]`; `lined`: along a line from the point
 * @property {Float32Array|null} corners  (rows, 6), of a triangle
 */

/** @param {(reference: number[]) => Float32Array} array @returns {Inside} */
export function readInside({ gradients, told, hessians, followed, reach, trials, corners }, array) {
  const optional = (reference) => (reference ? array(reference) : null);
  return {
    gradients: array(gradients),
    told: optional(told),
    hessians: array(hessians),
    followed: followed && { ...followed, vectors: array(followed.vectors) },
    reach: reach && { ...reach, shapes: array(reach.shapes), rates: optional(reach.rates), drifts: optional(reach.drifts) },
    trials: trials && { ...trials, ends: array(trials.ends), points: array(trials.points) },
    corners: optional(corners),
  };
}

/** @returns {[number, number]} row of an array of pairs */
export const pair = (array, row) => [array[2 * row], array[2 * row + 1]];

/** @returns {[number, number, number]} row of an array of symmetric matrices: xx, xy, yy */
export const triple = (array, row) => [array[3 * row], array[3 * row + 1], array[3 * row + 2]];
