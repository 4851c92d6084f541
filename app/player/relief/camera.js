/** The one camera of all panels: from where it looks, how close, and how far the picture is shifted. */

/**
 * @typedef {object} Camera
 * @property {number} azimuth  radians to the right of the view along y
 * @property {number} elevation  radians above the ground
 * @property {number} zoom  of the picture; at 1 the block fills the panel
 * @property {[number, number]} pan  of the picture, in half panels to the right and up
 */

/** @type {Camera} */
export const HOME = { azimuth: -0.4, elevation: 0.8, zoom: 1, pan: [0, 0] };

const LOWEST = 0.05; // radians: the eye never goes below the ground
const HIGHEST = Math.PI / 2 - 0.01;
const FARTHEST = 0.4;
const CLOSEST = 40;

const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** The camera after it went round by so many radians, to the right and upwards. @param {Camera} camera */
export function turned(camera, right, up) {
  const azimuth = (camera.azimuth + right) % (2 * Math.PI);
  return { ...camera, azimuth, elevation: within(camera.elevation + up, LOWEST, HIGHEST) };
}

/** The camera after a zoom (above 1: closer) that leaves a place of the panel where it is. @param {Camera} camera */
export function closer(camera, [x, y], factor) {
  const zoom = within(camera.zoom * factor, FARTHEST, CLOSEST);
  const ratio = zoom / camera.zoom;
  return shifted({ ...camera, zoom }, (x - camera.pan[0]) * (1 - ratio), (y - camera.pan[1]) * (1 - ratio));
}

/** The camera after the picture was moved by so many half panels; some of the block stays in sight. @param {Camera} camera */
export function shifted(camera, right, up) {
  const { zoom, pan } = camera;
  return { ...camera, pan: [within(pan[0] + right, -zoom, zoom), within(pan[1] + up, -zoom, zoom)] };
}

/** @param {Camera} one @param {Camera} other */
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
