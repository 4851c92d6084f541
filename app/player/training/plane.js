/**
 * How far a plane may be trusted that networks are seen on: how much of their way lies in it, and
 * how far the racer that is looked at is away from it.
 */

import { at } from "../message.js";
import { formatShort } from "../numbers.js";

/**
 * @typedef {object} Plane
 * @property {string} slug
 * @property {string} title
 * @property {string} note
 * @property {[number, number]|null} explained  shares of the way that lie along its two directions
 * @property {[number, number]|null} null  of a random walk as long
 * @property {[string, string]} axes  what its directions are called
 */

const percent = (shares) => shares.map((share) => `${(100 * share).toFixed(1)} %`).join(" + ");
const short = (value) => (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4 ? formatShort(value) : value.toPrecision(3));

/** What is to be known of the plane of each surface. @param {import("../message.js").Race} race @returns {string[]} */
export function planesOf({ kind, surfaces }) {
  if (kind !== "network") return [];
  return surfaces.map(({ title, plane }, i) => {
    const named = plane.title === surfaces[i - 1]?.plane.title ? [] : [plane.title]; // once
    const said = [...named, ...share(plane)].join(" · ");
    return surfaces.length > 1 ? `${title}: ${said || "the same"}` : said;
  });
}

/** The same of one plane, as a sentence. @param {Plane} plane @returns {string} */
export const describePlane = (plane) => [plane.title, ...share(plane)].join(" ");

/** How much of the way lies in a plane. */
function share({ explained, null: walk }) {
  if (!explained) return [];
  return [`explains ${percent(explained)} of the way${walk ? ` (a random walk: ${percent(walk)})` : ""}`];
}

/** The same in as few words as can be. @param {Plane} plane @returns {string} empty where nothing is known of it */
export function shareInShort({ explained, null: walk }) {
  if (!explained) return "";
  const among = walk ? ` (walk ${walk.map((one) => (100 * one).toFixed(1)).join(" + ")})` : "";
  return `${percent(explained)}${among}`;
}

/** The numbers of a racer that say where it is, seen from the plane. */
const seen = ({ gaps, network }, row) => [gaps, network.plane_losses, network.off_plane, network.walked].map((series) => short(at(series, row)));

/** Where a racer is, seen from the plane. @param {import("../message.js").Racer} racer @returns {string} */
export function describeDistance(racer, row) {
  const [loss, shown, off, walked] = seen(racer, row);
  return `loss ${loss}, on the plane ${shown}, off the plane by ${off} of ${walked} walked`;
}

/** The same in as few words as can be. @param {import("../message.js").Racer} racer @returns {string} */
export function distanceInShort(racer, row) {
  const [, , off, walked] = seen(racer, row);
  return `off the plane ${off} of ${walked}`;
}

/** Of the racers on a surface the one that is highlighted, else the one with the lowest loss. @returns {number|undefined} its index */
export function leaderOf(race, surface, highlight, progress) {
  const indices = race.racers.map((_, index) => index).filter((index) => race.racers[index].surface === surface);
  if (indices.includes(highlight)) return highlight;
  const loss = (index) => at(race.racers[index].gaps, progress.reached(index));
  return indices.reduce((best, index) => (best === undefined || loss(index) < loss(best) ? index : best), undefined);
}
