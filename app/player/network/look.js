/** What the server answers to a look at the networks of a race: numbers in the form that the picture is drawn from. */

import { unpacked } from "../message.js";

/**
 * An array of numbers and its shape, rows first.
 * @typedef {{data: Float32Array, shape: number[]}} Tensor
 *
 * @typedef {object} Boundary  probabilities over the plane of two inputs
 * @property {"boundary"} form
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {string[]} classes
 * @property {Tensor} values  (classes, side, side), rows by ascending y
 * @property {Tensor} points  (n, 2)
 * @property {Tensor} labels  (n,)
 * @property {number} training  so many of the points are trained on, the rest are for validation
 *
 * @typedef {object} Curve  a function of one input; of many inputs, what is predicted over what is true
 * @property {"curve"} form
 * @property {[string, string]} axes  what is across and what is up
 * @property {Tensor} x  (m,)
 * @property {Tensor} fitted  (m,)
 * @property {Tensor} points  (n, 2)
 * @property {number} training
 *
 * @typedef {object} Samples  pictures of the validation set
 * @property {"samples"} form
 * @property {string[]} classes
 * @property {Tensor} pictures  (n, height, width)
 * @property {Tensor} labels  (n,)
 * @property {Tensor} predicted  (n,)
 * @property {Tensor} probabilities  (n,), of what is predicted
 * @property {Tensor} confusion  (classes, classes), true by predicted
 *
 * @typedef {object} Confusion  of the validation set
 * @property {"confusion"} form
 * @property {string[]} classes
 * @property {Tensor} confusion
 *
 * @typedef {object} Around  the plane moved along with a racer
 * @property {Tensor} values  (side, side), rows by ascending y
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {Tensor} trail  (rows, 2), from the racer
 *
 * @typedef {{eigenvalues: Tensor}} Spectrum
 * @typedef {{values: Tensor}} Slice  rows of a surface
 */

/** Which of an answer's fields are arrays. */
const ARRAYS = {
  boundary: ["values", "points", "labels"],
  curve: ["x", "fitted", "points"],
  samples: ["pictures", "labels", "predicted", "probabilities", "confusion"],
  confusion: ["confusion"],
  around: ["values", "trail"],
  spectrum: ["eigenvalues"],
  slice: ["values"],
};

/**
 * @param {Uint8Array|ArrayBuffer} message
 * @param {"slice"|"output"|"around"|"spectrum"} kind  of look
 * @returns {any} a Boundary, Curve, Samples or Confusion, an Around, a Spectrum or a Slice
 */
export function readLook(message, kind) {
  const { header, array } = unpacked(message);
  const arrays = ARRAYS[header.form ?? kind].map((name) => {
    const [, ...shape] = header[name];
    return [name, { data: array(header[name]), shape }];
  });
  return { ...header, ...Object.fromEntries(arrays) };
}
