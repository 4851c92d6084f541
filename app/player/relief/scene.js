/** All of a race as it lies in panels of one size: what stands still as a picture, and the ways. */

import { startOf } from "../groups.js";
import { drawCriticalPoints, drawStart } from "../surface/landmarks.js";
import { drawBack, drawFront } from "./axes.js";
import { poseOf, project } from "./pose.js";
import { isSeen } from "./sight.js";
import { isOver, LIFT } from "./terrain.js";
import { layWay } from "./way.js";

// Pixels of the card for each of the screen, and how many at most: a card that is a program paints
// some ten million in a second.
const SHARP = { scale: 2, pixels: 3e6 }; // at rest, with smooth edges
const ROUGH = { scale: 0.7, pixels: 1.6e5 }; // while the hand moves
const LOOK = { rest: 1, moving: 3 }; // cells of the grid from look to look
const VEILED = 0.35; // opacity of what stands behind a hill
const EARLY = 20; // rows that tell to which side racers leave the start

/**
 * @typedef {object} World  what there is to see, from wherever
 * @property {import("../message.js").Race} race
 * @property {import("./terrain.js").Terrain[]} terrains  of its surfaces
 * @property {Float32Array[]} places  of each racer, see Terrain.lift
 * @property {Float32Array[][]} bundles  of each racer's runs with other seeds
 * @property {import("../theme.js").Theme} theme
 */

/**
 * Lays the ways of a race on its surfaces.
 * @param {import("../message.js").Race} race @param {import("./terrain.js").Terrain[]} terrains @returns {World}
 */
export function worldOf(race, terrains, theme) {
  // A network's true loss is not the one on the plane, so its way lies on what is drawn there.
  const heights = ({ gaps }) => (race.kind === "network" ? undefined : gaps);
  const places = race.racers.map((racer) => terrains[racer.surface].lift(racer, heights(racer)));
  const bundles = race.racers.map(({ surface, others }) => others.map((other) => terrains[surface].lift(other)));
  return { race, terrains, places, bundles, theme };
}

export class Scene {
  /** @type {import("./pose.js").Pose} */
  pose;
  /** @type {import("./terrain.js").Terrain[]} */
  terrains = [];
  /** @type {import("./way.js").Way[]} */
  ways = [];
  /** @type {import("./way.js").Way[][]} */
  bundles = [];
  #world;
  /** @type {(ImageBitmap|null)[]} the painted surfaces */
  #pictures = [];

  /**
   * Lays out the world as a camera sees it.
   * @param {World} world
   * @param {import("./pose.js").Size} size
   * @param {boolean} moving  is the hand at it? Then it matters more to be quick
   */
  lay(world, camera, size, moving) {
    const stride = moving ? LOOK.moving : LOOK.rest;
    const pose = (this.pose = poseOf(camera, size));
    this.terrains = world.terrains;
    this.#world = world;
    const under = (index) => world.terrains[world.race.racers[index].surface];
    this.ways = world.places.map((places, i) => layWay(places, under(i), pose, stride));
    this.bundles = world.bundles.map((bundle, i) => (moving ? [] : bundle.map((places) => layWay(places, under(i), pose, 0))));
  }

  /**
   * Paints every surface.
   * @param {import("./painter.js").Painter} painter
   * @param {number} ratio  device pixels for each CSS pixel
   * @returns {boolean} whether they could be painted
   */
  paint(painter, camera, ratio, moving) {
    const { width, height } = this.pose.size;
    const { scale, pixels } = moving ? ROUGH : SHARP;
    const fitting = Math.min(ratio * scale, Math.sqrt(pixels / (width * height)));
    for (const picture of this.#pictures) picture?.close();
    this.#pictures = this.terrains.map((_, index) => painter.paint(index, this.pose, camera, fitting, !moving));
    return this.#pictures.every((picture) => picture !== null);
  }

  /** Draws what stands still of a surface on any canvas. @param {number} index */
  drawGround(context, index) {
    const { width, height } = this.pose.size;
    const { race, theme } = this.#world;
    const [terrain, surface, picture] = [this.terrains[index], race.surfaces[index], this.#pictures[index]];
    const frame = { pose: this.pose, terrain, surface };
    drawBack(context, frame, theme);
    if (picture) context.drawImage(picture, 0, 0, width, height);
    drawFront(context, frame, theme);
    this.#drawMarks(context, surface.marks, terrain, theme);
    this.#drawStart(context, index, theme);
  }

  /** Draws the critical points, those behind hills faintly. */
  #drawMarks(context, marks, terrain, theme) {
    const over = marks.filter(({ at }) => isOver(...terrain.place(...at)));
    const seen = new Set(over.filter(({ at }) => this.#isSeen(terrain, at)));
    const place = (at) => this.pixelOf(at, terrain);
    context.globalAlpha = VEILED;
    drawCriticalPoints(context, over, place, theme, (mark) => !seen.has(mark));
    context.globalAlpha = 1;
    drawCriticalPoints(context, over, place, theme, (mark) => seen.has(mark));
  }

  #drawStart(context, index, theme) {
    const { race } = this.#world;
    const [terrain, start] = [this.terrains[index], startOf(race, index)];
    if (!start || !isOver(...terrain.place(...start))) return;
    const [x, y] = this.pixelOf(start, terrain);
    const ways = this.ways.filter((_, i) => race.racers[i].surface === index);
    const turns = ways.map(({ xy }) => Math.sign(xy[Math.min(2 * EARLY, xy.length - 2)] - x));
    context.globalAlpha = this.#isSeen(terrain, start) ? 1 : VEILED;
    drawStart(context, x, y, this.pose.size, theme, turns.reduce((sum, turn) => sum + turn, 0) > 0);
    context.globalAlpha = 1;
  }

  #isSeen(terrain, at) {
    const [u, v] = terrain.place(...at);
    return isSeen(terrain, this.pose.eye, u, v, terrain.at(u, v) + LIFT);
  }

  /** @param {[number, number]} at of the plane @returns {[number, number]} its pixel, on the surface */
  pixelOf(at, terrain) {
    const [u, v] = terrain.place(...at);
    return project(this.pose, u, v, terrain.at(u, v) + LIFT);
  }
}
