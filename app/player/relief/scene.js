/** All of a race as it lies in panels of one size: what stands still as a picture, and the ways. */

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
 * @property {import("./terrain.js").Terrain} terrain
 * @property {Float32Array[]} places  of each racer, see Terrain.lift
 * @property {Float32Array[][]} bundles  of each racer's runs with other seeds
 * @property {import("../theme.js").Theme} theme
 */

export class Scene {
  /** @type {import("./pose.js").Pose} */
  pose;
  /** @type {import("./terrain.js").Terrain} */
  terrain;
  /** @type {import("./way.js").Way[]} */
  ways = [];
  /** @type {import("./way.js").Way[][]} */
  bundles = [];
  #world;
  /** @type {ImageBitmap|null} the painted surface */
  #picture = null;

  /**
   * Lays out the world as a camera sees it.
   * @param {World} world
   * @param {import("./pose.js").Size} size
   * @param {boolean} moving  is the hand at it? Then it matters more to be quick
   */
  lay(world, camera, size, moving) {
    const stride = moving ? LOOK.moving : LOOK.rest;
    const pose = (this.pose = poseOf(camera, size));
    this.terrain = world.terrain;
    this.#world = world;
    this.ways = world.places.map((places) => layWay(places, world.terrain, pose, stride));
    this.bundles = world.bundles.map((bundle) => (moving ? [] : bundle.map((places) => layWay(places, world.terrain, pose, 0))));
  }

  /** What the block stands for. */
  get surface() {
    return this.#world.race.surfaces[0];
  }

  /**
   * Paints the surface.
   * @param {import("./painter.js").Painter} painter
   * @param {number} ratio  device pixels for each CSS pixel
   * @returns {boolean} whether it could be painted
   */
  paint(painter, camera, ratio, moving) {
    const { width, height } = this.pose.size;
    const { scale, pixels } = moving ? ROUGH : SHARP;
    const fitting = Math.min(ratio * scale, Math.sqrt(pixels / (width * height)));
    this.#picture?.close();
    this.#picture = painter.paint(this.pose, camera, fitting, !moving);
    return this.#picture !== null;
  }

  /** Draws what stands still on any canvas. */
  drawGround(context) {
    const { width, height } = this.pose.size;
    const { race, theme } = this.#world;
    const frame = { pose: this.pose, terrain: this.terrain, surface: this.surface };
    drawBack(context, frame, theme);
    if (this.#picture) context.drawImage(this.#picture, 0, 0, width, height);
    drawFront(context, frame, theme);
    this.#drawMarks(context, race.surfaces[0].marks, theme);
    this.#drawStart(context, race.start, theme);
  }

  /** Draws the critical points, those behind hills faintly. */
  #drawMarks(context, marks, theme) {
    const over = marks.filter(({ at }) => isOver(...this.terrain.place(...at)));
    const seen = new Set(over.filter(({ at }) => this.#isSeen(at)));
    const place = (at) => this.pixelOf(at);
    context.globalAlpha = VEILED;
    drawCriticalPoints(context, over, place, theme, (mark) => !seen.has(mark));
    context.globalAlpha = 1;
    drawCriticalPoints(context, over, place, theme, (mark) => seen.has(mark));
  }

  #drawStart(context, start, theme) {
    if (!isOver(...this.terrain.place(...start))) return;
    const [x, y] = this.pixelOf(start);
    const turns = this.ways.map(({ xy }) => Math.sign(xy[Math.min(2 * EARLY, xy.length - 2)] - x));
    context.globalAlpha = this.#isSeen(start) ? 1 : VEILED;
    drawStart(context, x, y, this.pose.size, theme, turns.reduce((sum, turn) => sum + turn, 0) > 0);
    context.globalAlpha = 1;
  }

  #isSeen(at) {
    const [u, v] = this.terrain.place(...at);
    return isSeen(this.terrain, this.pose.eye, u, v, this.terrain.at(u, v) + LIFT);
  }

  /** @param {[number, number]} at of the plane @returns {[number, number]} its pixel, on the surface */
  pixelOf(at) {
    const [u, v] = this.terrain.place(...at);
    return project(this.pose, u, v, this.terrain.at(u, v) + LIFT);
  }
}
