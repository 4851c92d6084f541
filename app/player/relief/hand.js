/**
 * Hand and keyboard on the block: drag to turn it, with shift or the right button (or two fingers)
 * to move it, wheel or pinch to zoom, double-click to reset. W, A, S and D turn it from the
 * keyboard, + and - zoom, 0 resets; arrows belong to the clock.
 */

const KEY_TURN = 0.09; // radians
const KEY_ZOOM = 1.15;
const TURN = 0.008; // radians for each pixel
const WHEEL = 0.0016; // of the logarithm of the zoom, for each pixel

/**
 * @typedef {object} Hand
 * @property {(right: number, up: number) => void} turn  the camera, by radians
 * @property {(dx: number, dy: number) => void} move  the picture, by pixels
 * @property {(x: number, y: number, factor: number) => void} zoom  about a pixel; above 1: closer
 * @property {() => void} reset
 *
 * @param {HTMLElement} plot
 * @param {Hand} hand
 */
export function watchHand(plot, hand) {
  /** @type {Map<number, [number, number]>} where each finger is */
  const fingers = new Map();
  const place = (event) => {
    const box = plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  plot.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, place(event));
    plot.setPointerCapture(event.pointerId);
    plot.classList.add("dragged");
  });
  plot.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const [x, y] = place(event);
    const [dx, dy] = [x - before[0], y - before[1]];
    if (fingers.size > 1) pinch(event, [x, y]);
    else if (event.shiftKey || event.buttons & 2) hand.move(dx, dy);
    else hand.turn(-dx * TURN, dy * TURN);
    fingers.set(event.pointerId, [x, y]);
  });
  const pinch = (event, now) => {
    const before = fingers.get(event.pointerId);
    const [, rest] = [...fingers].find(([id]) => id !== event.pointerId);
    const span = (finger) => Math.max(Math.hypot(finger[0] - rest[0], finger[1] - rest[1]), 1);
    hand.move((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    hand.zoom((now[0] + rest[0]) / 2, (now[1] + rest[1]) / 2, span(now) / span(before));
  };
  const release = (event) => {
    fingers.delete(event.pointerId);
    if (!fingers.size) plot.classList.remove("dragged");
  };
  plot.addEventListener("pointerup", release);
  plot.addEventListener("pointercancel", release);
  plot.addEventListener("contextmenu", (event) => event.preventDefault());
  plot.addEventListener("dblclick", () => hand.reset());
  const turnWheel = (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    hand.zoom(...place(event), Math.exp(Math.max(-1, Math.min(1, -event.deltaY * lines * WHEEL))));
  };
  plot.addEventListener("wheel", turnWheel, { passive: false });
  watchKeys(plot, hand);
}

function watchKeys(plot, hand) {
  const zoom = (factor) => hand.zoom(plot.clientWidth / 2, plot.clientHeight / 2, factor);
  const actions = {
    a: () => hand.turn(-KEY_TURN, 0),
    d: () => hand.turn(KEY_TURN, 0),
    w: () => hand.turn(0, KEY_TURN),
    s: () => hand.turn(0, -KEY_TURN),
    "+": () => zoom(KEY_ZOOM),
    "=": () => zoom(KEY_ZOOM),
    "-": () => zoom(1 / KEY_ZOOM),
    0: () => hand.reset(),
  };
  plot.addEventListener("keydown", (event) => {
    const action = actions[event.key.toLowerCase()];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });
}
