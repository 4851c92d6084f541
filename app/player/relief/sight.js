/** Whether a place near the surface is seen or lies behind a hill. */

const BLUR = 0.002; // of heights, below which a hill hides nothing

/**
 * Marches from the place to the eye and looks whether the surface is in between.
 * @param {import("./terrain.js").Terrain} terrain
 * @param {[number, number, number]} eye  in the block's coordinates
 * @param {number} stride  cells of the grid from look to look
 */
export function isSeen(terrain, eye, u, v, h, stride = 1) {
  const [across, along, up] = [eye[0] - u, eye[1] - v, eye[2] - h];
  const cells = Math.max((Math.abs(across) * (terrain.columns - 1)) / 2, (Math.abs(along) * (terrain.rows - 1)) / 2);
  const share = stride / Math.max(cells, 1e-9); // of the way to the eye
  let from = Math.max(h, terrain.at(u, v)); // the grid may lie above a place in a narrow valley
  for (let way = share; way < 1; way += share) {
    const [x, y] = [u + way * across, v + way * along];
    const z = from + way * up;
    if (z >= 1 || Math.abs(x) > 1 || Math.abs(y) > 1) return true;
    if (terrain.at(x, y) > z + BLUR) return false;
  }
  return true;
}
