/** A film strip: the frames of a race on one canvas, and where the clock stands in each. */

import { SIZE } from "./sheet.js";

/**
 * Where the clock stands in each frame, from the start of a race to its end.
 * @param {number} limit  of the clock
 * @param {number} speed  in what the clock counts, per second
 * @param {number} rate  frames per second
 */
export function positionsAt(limit, speed, rate) {
  const count = Math.ceil((limit * rate) / speed - 1e-9);
  return Array.from({ length: count + 1 }, (_, frame) => Math.min((frame * speed) / rate, limit));
}

export class Strip {
  canvas;
  #sheet;
  #progress;
  #context;
  #ground;

  /**
   * @param {import("./sheet.js").Sheet} sheet  that has been prepared
   * @param {import("../progress.js").Progress} progress  of the sheet
   * @param {number} ratio  pixels of a frame for each CSS pixel of the sheet
   * @param {boolean} willReadFrequently  are pixels wanted, and not the canvas?
   */
  constructor(sheet, progress, ratio, willReadFrequently) {
    this.#sheet = sheet;
    this.#progress = progress;
    this.canvas = newCanvas(ratio);
    this.#context = this.canvas.getContext("2d", { alpha: false, willReadFrequently });
    this.#context.scale(ratio, ratio);
    this.#ground = newCanvas(ratio);
    const ground = this.#ground.getContext("2d", { alpha: false });
    ground.scale(ratio, ratio);
    sheet.drawGround(ground);
  }

  /** Puts the frame on the canvas in which the clock stands at a position. */
  async draw(position) {
    this.#progress.move(position);
    this.#context.drawImage(this.#ground, 0, 0, SIZE.width, SIZE.height);
    await this.#sheet.draw(this.#context);
  }

  /** @returns {Uint8ClampedArray} the pixels of the frame */
  read() {
    return this.#context.getImageData(0, 0, this.canvas.width, this.canvas.height).data;
  }
}

/** Both sides are even, as films want them. */
function newCanvas(ratio) {
  const even = (length) => 2 * Math.round((length * ratio) / 2);
  return Object.assign(document.createElement("canvas"), { width: even(SIZE.width), height: even(SIZE.height) });
}
