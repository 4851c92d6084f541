/** Films as GIF: one palette for all frames, and of each frame only what differs from the one before. */

import { fileUrl } from "../files.js";
import { breath } from "./breath.js";

export const RATE = 20; // frames per second
const HELD = 1500; // ms that the last frame stands
const CLEAR = 255; // index that leaves a pixel as it was
const SAMPLES = 5; // frames from which the palette is taken
const SPARSE = 17; // of their pixels one in so many, which is prime to the width

/**
 * @param {import("./strip.js").Strip} strip
 * @param {{positions: number[], inks: number[][]}} film  positions of the clock, one for each frame; colours that must not be lost
 * @param {AbortSignal} signal
 * @param {(done: number) => void} onFrame
 * @returns {Promise<Blob>}
 */
export async function encodeGif(strip, { positions, inks }, signal, onFrame) {
  const { GIFEncoder, quantize } = await import(fileUrl("vendor/gifenc.js"));
  const { width, height } = strip.canvas;
  const sample = await gather(strip, positions, signal);
  const palette = [...inks, ...quantize(sample, CLEAR - inks.length)];
  const nearest = indexOf(palette);
  const encoder = GIFEncoder();
  const indices = new Uint8Array(width * height);
  const colours = padded(palette);
  let before = null;
  for (let frame = 0; frame < positions.length; frame += 1) {
    signal.throwIfAborted();
    await strip.draw(positions[frame]);
    const pixels = new Uint32Array(strip.read().buffer);
    for (let i = 0; i < pixels.length; i += 1) indices[i] = before?.[i] === pixels[i] ? CLEAR : nearest(pixels[i]);
    const delay = frame === positions.length - 1 ? HELD : 1000 / RATE;
    encoder.writeFrame(indices, width, height, { palette: frame ? undefined : colours, delay, transparent: true, transparentIndex: CLEAR, dispose: 1 });
    before = pixels;
    onFrame(frame + 1);
    await breath();
  }
  encoder.finish();
  return new Blob([encoder.bytes()], { type: "image/gif" });
}

/** Some pixels of some frames, as red, green, blue and opacity. */
async function gather(strip, positions, signal) {
  const last = positions.length - 1;
  const sampled = Array.from({ length: SAMPLES }, (_, i) => positions[Math.round((last * i) / (SAMPLES - 1))]);
  const parts = [];
  for (const position of new Set(sampled)) {
    signal.throwIfAborted();
    await strip.draw(position);
    parts.push(new Uint32Array(strip.read().buffer).filter((_, i) => i % SPARSE === 0));
    await breath();
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** A table of 256 colours, as the index of what stays needs it. */
function padded(palette) {
  return Array.from({ length: CLEAR + 1 }, (_, i) => palette[i] ?? [0, 0, 0]);
}

/** From a pixel to the nearest colour of a palette; of seven bits a channel each is looked for once only. */
function indexOf(palette) {
  const known = new Int16Array(1 << 21).fill(-1);
  return (pixel) => {
    const [red, green, blue] = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
    const key = ((red >> 1) << 14) | ((green >> 1) << 7) | (blue >> 1);
    if (known[key] < 0) known[key] = nearestOf(palette, red, green, blue);
    return known[key];
  };
}

function nearestOf(palette, red, green, blue) {
  let [best, least] = [0, Infinity];
  palette.forEach(([r, g, b], index) => {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}
