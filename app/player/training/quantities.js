/** What the curves can show of a race of networks. */

import { edges, QUANTITIES } from "../curves/quantities.js";
import { wholeRange } from "../curves/range.js";
import { column } from "./read.js";

const UNSEEN = "No examples are kept for validation";
const UNTOLD = "Nothing is told apart here, so nothing is told right or wrong";
const PALEST = 0.72; // share of the page's colour in the first layer

/** In percent. */
const percent = (shares) => shares.map((share) => 100 * share);
const validates = ({ racers }) => (racers.every(({ network }) => network.validation) ? "" : UNSEEN);
const classifies = ({ racers }) => (racers.some(({ network }) => network.accuracy) ? "" : UNTOLD);
const training = { text: "training", style: /** @type {const} */ ("thin") };

/** The shade of each layer: the last one is the darkest. */
const shadeOf = (layer, layers) => PALEST * (1 - (layer + 1) / layers);

/** About how many steps there are between two rows at which the sharpness was measured. */
function stride({ racers }) {
  const strides = racers.map(({ rows, sharpness }) => (rows - 1) / (sharpness.filter((value) => !Number.isNaN(value)).length - 1));
  return Math.round(Math.max(1, ...strides.filter(Number.isFinite)));
}

/** @type {Record<string, import("../curves/offer.js").Quantity>} */
export const TRAINING = {
  loss: {
    title: "Training loss",
    symbol: () => "",
    scale: "log",
    runaway: true,
    lines: ({ gaps }) => [{ values: gaps }],
  },
  validation: {
    title: "Validation loss",
    symbol: () => "",
    scale: "log",
    runaway: true,
    lines: ({ network, gaps }) => [{ values: network.validation }, { values: gaps, style: "thin" }],
    absence: validates,
    key: () => [{ text: "validation", style: "main" }, training],
  },
  accuracy: {
    title: "Training accuracy",
    symbol: () => "in %",
    scale: "linear",
    runaway: false,
    lines: ({ network }) => [{ values: percent(network.accuracy) }],
    absence: classifies,
    range: wholeRange,
  },
  "validation-accuracy": {
    title: "Validation accuracy",
    symbol: () => "in %",
    scale: "linear",
    runaway: false,
    lines: ({ network }) => [{ values: percent(network.validation_accuracy) }, { values: percent(network.accuracy), style: "thin" }],
    absence: (race) => classifies(race) || validates(race),
    range: wholeRange,
    key: () => [{ text: "validation", style: "main" }, training],
  },
  batch: {
    title: "Loss of the batch",
    symbol: () => "",
    scale: "log",
    runaway: true,
    lines: ({ network }) => [{ values: network.batch_losses }],
  },
  gradient: { ...QUANTITIES.gradient, symbol: () => "as told" },
  layers: {
    title: "Gradient norm",
    symbol: () => "of each layer",
    scale: "log",
    runaway: true,
    single: true,
    lines: ({ network: { layers, layer_norms } }) =>
      layers.map((_, layer) => ({ values: column(layer_norms, layers.length, layer), shade: shadeOf(layer, layers.length) })).reverse(),
    key: (_, { name, network: { layers } }) => [
      { text: name },
      ...layers.map((text, layer) => ({ text, style: /** @type {const} */ ("main"), shade: shadeOf(layer, layers.length) })),
    ],
  },
  "off-plane": {
    title: "Distance",
    symbol: () => "from the plane",
    scale: "linear",
    runaway: true,
    lines: ({ network }) => [{ values: network.off_plane }],
  },
  "plane-loss": {
    title: "Loss on the plane",
    symbol: () => "against the true loss",
    scale: "log",
    runaway: true,
    lines: ({ network, gaps }) => [{ values: gaps }, { values: network.plane_losses, style: "dashed" }],
    key: () => [
      { text: "true", style: "main" },
      { text: "on the plane", style: "dashed" },
    ],
  },
  rate: QUANTITIES.rate,
  sharpness: {
    ...QUANTITIES.sharpness,
    awaited: "measuring the Hessian along the way…",
    lines: (racer) => [{ values: racer.sharpness, joined: true }, ...edges(racer)],
    key: (race) => [
      { text: "λmax", style: "main" },
      { text: "2/η", style: "dashed" },
      { text: stride(race) > 1 ? `measured every ${stride(race)} steps` : "measured at every step" },
    ],
  },
};
