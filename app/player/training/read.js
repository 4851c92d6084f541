/** What a race of networks brings along the way of each racer, as Python sends it (`app/networks/payload.py`). */

/**
 * @typedef {object} Training  of one racer; arrays hold a number for each row
 * @property {number} size  how many parameters the network has
 * @property {number} every  steps from row to row whose parameters were kept; between them what is measured lies on straight lines
 * @property {string[]} layers  titles, first to last
 * @property {Float32Array} batch_losses  what the optimizer was told, each of its own examples
 * @property {Float32Array|null} validation  loss on what was not trained on; null: all was
 * @property {Float32Array|null} accuracy  share of the training set that is told right; null: nothing is told apart
 * @property {Float32Array|null} validation_accuracy
 * @property {Float32Array} off_plane  distance from the plane that is shown
 * @property {Float32Array} walked  distance from the start
 * @property {Float32Array} plane_losses  at the point of that plane which is nearest
 * @property {Float32Array} layer_norms  (rows, layers), flat: of each layer's gradient
 * @property {Float32Array} weight_norms
 */

const SERIES = ["batch_losses", "validation", "accuracy", "validation_accuracy", "off_plane", "walked", "plane_losses", "layer_norms", "weight_norms"];

/** @param {(reference: number[]) => Float32Array} array @returns {Training} */
export function readTraining(sent, array) {
  return { ...sent, ...Object.fromEntries(SERIES.map((name) => [name, sent[name] ? array(sent[name]) : null])) };
}

/** One column of an array of rows. @param {Float32Array} values  flat */
export function column(values, columns, index) {
  return Float32Array.from({ length: values.length / columns }, (_, row) => values[row * columns + index]);
}
