/** The racers as they are drawn: where they lie, and in which colours. */

import { mix } from "../theme.js";

const FADED = 0.8; // share of the surface's colour in a racer that is not highlighted
const PALE = 0.42; // and in what is hidden, and in runs with other seeds

/**
 * @typedef {object} Runner
 * @property {number} index  of the racer in the race
 * @property {import("../message.js").Racer} racer
 * @property {import("./way.js").Way} way
 * @property {Float32Array} places  of its rows, see Terrain.lift
 * @property {import("./way.js").Way[]} bundle  its runs with other seeds
 * @property {string} ink
 * @property {string} pale
 * @property {boolean} faded  while another racer is highlighted
 *
 * @param {import("./scene.js").World} world
 * @param {import("./scene.js").Scene} scene
 * @param {number|null} highlight  index of the racer that stands out; null: none does
 * @returns {Runner[]} faded ones first
 */
export function runnersOf({ race, places, theme }, { ways, bundles }, highlight) {
  const paper = theme.heights[1][1];
  const runners = race.racers.map((racer, index) => {
    const faded = highlight !== null && highlight !== index;
    const colour = racer[theme.dark ? "dark" : "light"];
    const ink = faded ? mix(colour, paper, FADED) : colour;
    return { index, racer, way: ways[index], places: places[index], bundle: bundles[index], ink, pale: mix(ink, paper, PALE), faded };
  });
  return runners.sort((one, other) => Number(other.faded) - Number(one.faded));
}
