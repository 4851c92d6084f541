/** Films as WebM and MP4: every frame is encoded as it is drawn, however long that takes. */

import { fileUrl } from "../files.js";
import { breath } from "./breath.js";

export const RATE = 30; // frames per second
const HELD = 1.2; // s that the last frame stands
const BITS = 0.15; // for each pixel of a frame: thin lines on even ground need no more

/** Codecs that a kind of file may hold, those first that most programs open. */
const CODECS = { mp4: ["avc", "av1", "vp9"], webm: ["vp9", "vp8", "av1"] };
const NAMES = { avc: "H.264", av1: "AV1", vp9: "VP9", vp8: "VP8" };
const INSECURE = "Browsers encode films only on https pages and on localhost; a GIF can be made anywhere";
const UNABLE = "This browser cannot encode films; a GIF it can";

const library = () => import(fileUrl("vendor/mediabunny.js"));

/**
 * What this browser encodes.
 * @param {"mp4"|"webm"} kind @param {{width: number, height: number}} size
 * @returns {Promise<{codec: string|null, title: string, refusal: string}>} `refusal`: why there is no codec
 */
export async function chooseCodec(kind, size) {
  const refusal = !isSecureContext ? INSECURE : typeof VideoEncoder === "undefined" ? UNABLE : "";
  if (refusal) return { codec: null, title: "", refusal };
  const { canEncodeVideo } = await library();
  for (const codec of CODECS[kind]) {
    if (await canEncodeVideo(codec, size)) return { codec, title: NAMES[codec], refusal: "" };
  }
  return { codec: null, title: "", refusal: UNABLE };
}

/**
 * @param {import("./strip.js").Strip} strip
 * @param {object} film
 * @param {"mp4"|"webm"} film.kind
 * @param {string} film.codec
 * @param {number[]} film.positions  of the clock, one for each frame
 * @param {{title: string, link: string}} film.about
 * @param {AbortSignal} signal
 * @param {(done: number) => void} onFrame
 * @returns {Promise<Blob>}
 */
export async function encodeVideo(strip, { kind, codec, positions, about }, signal, onFrame) {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, Quality, WebMOutputFormat } = await library();
  const format = kind === "mp4" ? new Mp4OutputFormat({ fastStart: "in-memory" }) : new WebMOutputFormat();
  const output = new Output({ format, target: new BufferTarget() });
  const bitrate = Math.round(strip.canvas.width * strip.canvas.height * RATE * BITS);
  const source = new CanvasSource(strip.canvas, { codec, quality: new Quality({ bitrate }) });
  output.addVideoTrack(source, { frameRate: RATE });
  output.setMetadataTags({ title: about.title, comment: about.link });
  await output.start();
  try {
    for (let frame = 0; frame < positions.length; frame += 1) {
      signal.throwIfAborted();
      await strip.draw(positions[frame]);
      const last = frame === positions.length - 1;
      await source.add(frame / RATE, last ? HELD : 1 / RATE);
      onFrame(frame + 1);
      await breath();
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  return new Blob([output.target.buffer], { type: `video/${kind}` });
}
