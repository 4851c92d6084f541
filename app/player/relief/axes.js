/** The frame around the block: its back walls, the scales along its edges and their names. */

import { decadeTicks, linearTicks } from "../ticks.js";
import { GROUND, project } from "./pose.js";

const SPARSE = 5; // letters' sizes from tick to tick
const STEEP = 1.25; // radians; from higher up the scale of heights is only a point
const RIM = 108; // pieces of an edge of the surface
const CLEAR = 0.93; // ticks farther out would meet at the corners

/**
 * @typedef {object} Frame
 * @property {import("./pose.js").Pose} pose
 * @property {import("./terrain.js").Terrain} terrain
 * @property {import("../message.js").Surface} surface
 */

/**
 * A side of the block: at `sign` across (axis 0) or along (axis 1). `corners` are its ends on the
 * plane, and `near` says whether its outer face is seen, and not its inner one.
 * @typedef {{axis: 0|1, sign: number, corners: [number, number][], near: boolean}} Side
 * @returns {Side[]}
 */
function sidesOf({ eye }) {
  return [0, 1].flatMap((axis) =>
    [-1, 1].map((sign) => {
      const corners = [-1, 1].map((end) => (axis === 0 ? [sign, end] : [end, sign]));
      return { axis, sign, corners, near: sign * eye[axis] > 1 };
    }),
  );
}

/** Draws what is behind the surface: the far sides with a line for each tick of the heights. @param {Frame} frame */
export function drawBack(context, { pose, terrain, surface }, theme) {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  const ticks = heightTicks(pose, terrain, surface, theme);
  for (const { corners, near } of sidesOf(pose)) {
    if (near) continue;
    for (const at of [...ticks.map((tick) => tick.at), 1]) line(context, pose, ...corners.map((corner) => [...corner, at]));
    for (const corner of corners) line(context, pose, [...corner, GROUND], [...corner, 1]);
  }
}

/** Draws what is before the surface: its near edges, below and above, and the scales. @param {Frame} frame */
export function drawFront(context, { pose, terrain, surface }, theme) {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  for (const { corners, near } of sidesOf(pose)) {
    if (!near) continue;
    line(context, pose, ...corners.map((corner) => [...corner, GROUND]));
    const [[u0, v0], [u1, v1]] = corners;
    const along = Array.from({ length: RIM + 1 }, (_, i) => [u0 + ((u1 - u0) * i) / RIM, v0 + ((v1 - v0) * i) / RIM]);
    line(context, pose, ...along.map(([u, v]) => [u, v, terrain.at(u, v)]));
  }
  if (!pose.size.labelled) return;
  context.font = `${theme.size}px ${theme.font}`;
  context.fillStyle = theme.quiet;
  const [x, y] = [1, 0].map((axis) => scaledSide(pose, axis));
  const names = surface.plane?.axes ?? ["x", "y"];
  drawScale(context, pose, theme, names[0], surface.x, (share, out) => [share, x.sign * out, x.height]);
  drawScale(context, pose, theme, names[1], surface.y, (share, out) => [y.sign * out, share, y.height]);
  drawHeights(context, pose, terrain, surface, theme);
}

/** The side that carries a scale: the near one at its foot, else at its top the one that is farther right or below. */
function scaledSide(pose, axis) {
  const sides = sidesOf(pose).filter((side) => side.axis === axis);
  const near = sides.find((side) => side.near);
  if (near) return { sign: near.sign, height: GROUND };
  const reach = ({ sign }) => project(pose, ...(axis === 0 ? [sign, 0] : [0, sign]), 1).reduce((x, y) => x + y);
  return { sign: reach(sides[0]) > reach(sides[1]) ? sides[0].sign : sides[1].sign, height: 1 };
}

/** One scale along an edge; `place` takes a share from -1 to 1 along it and how far out, 1 being the edge. */
function drawScale(context, pose, theme, name, range, place) {
  const [[x0, y0], [x1, y1]] = [-1, 1].map((share) => project(pose, ...place(share, 1)));
  const length = Math.hypot(x1 - x0, y1 - y0);
  const [inX, inY] = project(pose, ...place(0, 0.9));
  const [edgeX, edgeY] = project(pose, ...place(0, 1));
  // Labels stand square to the edge, on the side away from the block.
  const side = Math.sign((edgeX - inX) * (y1 - y0) - (edgeY - inY) * (x1 - x0)) || 1;
  const out = [(side * (y1 - y0)) / length, (-side * (x1 - x0)) / length];
  if (length < theme.size * SPARSE) return;
  const count = Math.max(length / (theme.size * SPARSE), 2);
  context.textBaseline = "middle";
  context.textAlign = "center";
  const write = (text, x, y, away) => context.fillText(text, x + out[0] * away, y + out[1] * away);
  let widest = 0;
  for (const { at, text } of linearTicks(...range, count)) {
    const share = (2 * (at - range[0])) / (range[1] - range[0]) - 1;
    if (Math.abs(share) > CLEAR) continue;
    const [x, y] = project(pose, ...place(share, 1));
    const wide = Math.abs(out[0]) * context.measureText(text).width;
    widest = Math.max(widest, wide);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + out[0] * theme.size * 0.3, y + out[1] * theme.size * 0.3);
    context.stroke();
    write(text, x, y, theme.size + wide / 2);
  }
  context.font = `italic 600 ${theme.size}px ${theme.font}`;
  const away = 2.1 * theme.size + widest;
  if (name.length === 1) write(name, edgeX, edgeY, away);
  else writeAlong(context, name, [edgeX + out[0] * away, edgeY + out[1] * away], [x1 - x0, y1 - y0]);
  context.font = `${theme.size}px ${theme.font}`;
}

/** Writes words along an edge, never upside down. */
function writeAlong(context, text, [x, y], [across, down]) {
  context.save();
  context.translate(x, y);
  context.rotate(Math.atan(down / across || 0));
  context.fillText(text, 0, 0);
  context.restore();
}

function drawHeights(context, pose, terrain, surface, theme) {
  const [u, v] = leftCorner(pose);
  const ticks = heightTicks(pose, terrain, surface, theme);
  if (!ticks.length) return;
  context.textAlign = "right";
  for (const { at, text } of ticks) {
    const [x, y] = project(pose, u, v, at);
    context.fillText(text, x - theme.size * 0.5, y);
  }
  const quantity = surface.quantity?.title.toLowerCase() ?? "loss";
  const name = surface.heights === "log" ? `${quantity} (log)` : quantity;
  const [x, y] = project(pose, u, v, 1);
  const half = context.measureText(name).width / 2;
  context.textAlign = "center";
  context.fillText(name, Math.max(x, half + 2), Math.max(y - theme.size * 0.9, theme.size * 0.6));
}

/** The corner farthest to the left: its edge carries the heights. */
function leftCorner(pose) {
  const corners = [[-1, -1], [-1, 1], [1, -1], [1, 1]];
  const across = corners.map(([u, v]) => project(pose, u, v, 0.5)[0]);
  return corners[across.indexOf(Math.min(...across))];
}

/** @returns {import("../ticks.js").Tick[]} round heights of the surface; `at` as heights of the block */
function heightTicks(pose, terrain, surface, theme) {
  const [u, v] = leftCorner(pose);
  const [low, high] = terrain.range;
  const rise = project(pose, u, v, 0)[1] - project(pose, u, v, 1)[1];
  if (Math.abs(pose.elevation) > STEEP || !(rise > 0)) return [];
  const count = rise / (theme.size * 2.2);
  const ticks = surface.heights === "log" ? decadeTicks(low, high, count) : linearTicks(low, high, count);
  return ticks.map(({ at, text }) => ({ at: (at - low) / (high - low), text }));
}

function line(context, pose, ...places) {
  context.beginPath();
  for (const place of places) context.lineTo(...project(pose, ...place));
  context.stroke();
}
