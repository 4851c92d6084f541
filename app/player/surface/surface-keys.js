/** The keyboard on a surface that has the focus: W, A, S and D move it, + and − zoom, 0 resets; arrows belong to the clock. */

const STEP = 40; // px
const CLOSER = 1 / 1.15;

/** What to say of the keys. */
export const GUIDE = "W, A, S and D move the view, plus and minus zoom, 0 shows all of it.";

/** @param {HTMLElement} surface @param {import("./gestures.js").Hand} hand */
export function watchSurfaceKeys(surface, hand) {
  const zoom = (factor) => hand.zoom(surface.clientWidth / 2, surface.clientHeight / 2, factor);
  const actions = {
    a: () => hand.pan(STEP, 0),
    d: () => hand.pan(-STEP, 0),
    w: () => hand.pan(0, STEP),
    s: () => hand.pan(0, -STEP),
    "+": () => zoom(CLOSER),
    "=": () => zoom(CLOSER),
    "-": () => zoom(1 / CLOSER),
    0: () => hand.reset(),
  };
  surface.addEventListener("keydown", (event) => {
    const action = actions[event.key.toLowerCase()];
    if (!action || event.target !== surface || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });
}
