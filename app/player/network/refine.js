/**
 * Works the plane of a race of networks out ever finer, a block of rows at a time, so that the first
 * picture need not wait. Each surface is handed over whole; what was begun and cancelled is kept.
 */

import { segmented } from "../controls/segmented.js";
import { element } from "../element.js";
import { readLook } from "./look.js";

/** Points along each side, coarse first. */
const LADDER = [25, 51, 101, 201];
const REST = 200; // ms without another race: while a knob is turned, each would be asked about in vain
const BLOCK = 250; // ms that a block may take
const PROBE = 300; // points of the first block, by which the pace is measured
const GROWTH = 8; // times that a block may be larger than the one before
const LONG = 1000; // ms; what takes longer is shown, and can be cancelled
const AWAY = "Finer planes come from the server, which this page was taken away from";

/**
 * What is being worked out: of which race, how far it is, and how quickly it goes.
 * @typedef {{race: import("../message.js").Race, total: number, done: number, block: number, pace: number}} Job
 */

export class Refine {
  #bar = element("progress", { max: 1, ariaLabel: "How much of the plane is worked out" });
  #cancel = element("button", { type: "button", textContent: "Cancel", title: "Keep the plane as it is" });
  #name = element("span", { textContent: "Grid" });
  #choice;
  #source;
  #events;
  #race;
  #side = 0;
  /** @type {Job|null} */
  #job = null;
  #asking = Promise.resolve(); // until the block is here that was asked for last
  /** @type {Map<string, Map<number, Float32Array[]>>} rows by surface and by points along each side, from the lowest */
  #kept = new Map();

  /**
   * @param {{source: import("../page/source.js").Source, onSurface: (index: number, surface: import("../message.js").Surface) => void, onChoose: (side: string) => void, onRefusal: (sentence: string) => void}} means
   *   `onSurface`: this surface of the race is to be seen from now on
   */
  constructor({ source, ...events }) {
    this.#source = source;
    this.#events = events;
    const names = Object.fromEntries(LADDER.map((side) => [side, `${side}²`]));
    this.#choice = segmented("Points of the plane", names, (side) => this.#choose(side), "Points at which the loss on the plane is worked out");
    this.#choice.refuse(source.live ? "" : AWAY);
    this.#cancel.addEventListener("click", () => this.rest());
    // What shows up while it works takes no room of its own.
    const label = element("span", { className: "refine-label" }, this.#name, this.#cancel);
    this.root = element("span", { className: "refine" }, label, element("span", { className: "refine-grid" }, this.#choice.root, this.#bar));
    this.#showWork(false);
  }

  /**
   * Shows a race, whose surfaces are worked out as finely as wanted from now on.
   * @param {import("../message.js").Race} race  the same object as long as it is the same race
   * @param {string} side  points wanted along each side
   */
  setRace(race, side) {
    this.#choice.choose(this.#source.live ? side : String(race.surfaces[0].values.length));
    if ((race === this.#race && Number(side) === this.#side) || !this.#source.live) return;
    const fresh = race !== this.#race;
    this.#race = race;
    this.#side = Number(side);
    this.#keep(race.surfaces);
    this.rest();
    this.#refine(fresh && race.turned ? REST : 0);
  }

  /** Asks for nothing more. */
  rest() {
    this.#job = null;
    this.#showWork(false);
  }

  remove() {
    this.rest();
    this.root.remove();
  }

  #choose(side) {
    this.#side = 0; // so that what was cancelled goes on
    this.#events.onChoose(side);
  }

  /** Keeps the rows of these surfaces and forgets all others. */
  #keep(surfaces) {
    const before = this.#kept;
    this.#kept = new Map(surfaces.map(({ key }) => [key, before.get(key) ?? new Map()]));
    for (const { key, values } of surfaces) this.#kept.get(key).set(values.length, values);
  }

  async #refine(rest) {
    const job = (this.#job = { race: this.#race, total: 0, done: 0, block: PROBE, pace: 0 });
    // What another job has asked for is waited for: nothing is asked for twice.
    await Promise.all([this.#asking, new Promise((resolve) => setTimeout(resolve, rest))]);
    if (job !== this.#job) return;
    const plan = this.#plan();
    job.total = plan.reduce((sum, { side, rows }) => sum + (side - rows.length) * side, 0);
    for (const level of plan) {
      while (level.rows.length < level.side && job === this.#job) await (this.#asking = this.#ask(job, level));
      if (job !== this.#job) return;
      this.#events.onSurface(level.index, { ...job.race.surfaces[level.index], side: level.side, values: level.rows });
    }
    this.rest();
  }

  /** What is to be worked out, all surfaces coarsely before one finely. */
  #plan() {
    const { surfaces } = this.#race;
    const wanted = (side, { values }) => (this.#side < values.length ? side === this.#side : side > values.length && side <= this.#side);
    return LADDER.flatMap((side) =>
      surfaces.flatMap((surface, index) => {
        if (!wanted(side, surface)) return [];
        const kept = this.#kept.get(surface.key);
        if (!kept.has(side)) kept.set(side, []);
        return [{ index, side, rows: kept.get(side) }];
      }),
    );
  }

  /** Asks for the next rows of a level, about as many as can be had in the time of a block. */
  async #ask(job, { index, side, rows }) {
    const first = rows.length;
    const count = Math.min(Math.max(Math.round(job.block / side), 1), side - first);
    const began = performance.now();
    const look = { kind: "slice", surface: index, side, first, count };
    const values = await this.#answer(job, look);
    if (!values) return;
    // Rows are kept even when nobody waits for them any longer: the surface is still the same.
    for (let row = 0; row < count; row += 1) rows.push(values.subarray(row * side, (row + 1) * side));
    if (job !== this.#job) return;
    const points = count * side;
    job.done += points;
    job.pace = (performance.now() - began) / points;
    job.block = Math.min(BLOCK / job.pace, points * GROWTH);
    this.#show(job);
  }

  /** @returns {Promise<Float32Array|null>} null where it was refused, which ends the job */
  async #answer(job, look) {
    try {
      return readLook(await this.#source.look({ link: job.race.link, changes: {}, look }), "slice").values.data;
    } catch (error) {
      if (job !== this.#job) return null;
      this.rest();
      this.#events.onRefusal(error.message);
      return null;
    }
  }

  #show({ done, total, pace }) {
    this.#bar.value = done / total;
    this.#bar.textContent = `${Math.round((100 * done) / total)} %`;
    if ((total - done) * pace > LONG) this.#showWork(true);
  }

  #showWork(works) {
    this.#bar.hidden = this.#cancel.hidden = !works;
    this.#name.hidden = works;
  }
}
