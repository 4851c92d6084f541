/** The hand on a surface: drag to pan or to carry the start, wheel to zoom, double-click to reset, click to choose a point. */

const SLOP = 4; // px; a pointer that moved less has clicked
const DOUBLE = 300; // ms

/**
 * @typedef {object} Hand
 * @property {(dx: number, dy: number) => void} pan
 * @property {(x: number, y: number, factor: number) => void} zoom  factor below 1: closer
 * @property {() => void} reset
 * @property {() => boolean} canReset
 * @property {(x: number, y: number) => void} choose
 * @property {(x: number, y: number) => boolean} holds  is there something at this place that can be carried?
 * @property {(x: number, y: number) => void} carry
 * @property {() => void} drop
 *
 * @param {HTMLElement} surface
 * @param {Hand} hand
 */
export function watchHand(surface, hand) {
  let press = null; // where the pointer went down and where it was last
  let choice = 0; // where a double-click would reset something, a click waits until it cannot become one

  const place = (event) => {
    const box = surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const here = [event.clientX, event.clientY];
    press = { from: here, last: here, moved: false, carries: hand.holds(...place(event)) };
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener("pointermove", (event) => {
    if (!event.isPrimary) return;
    surface.classList.toggle("holds", press ? press.carries : hand.holds(...place(event)));
    if (!press) return;
    const distance = Math.hypot(event.clientX - press.from[0], event.clientY - press.from[1]);
    press.moved ||= distance >= SLOP;
    if (!press.moved) return;
    surface.classList.add("dragged");
    if (press.carries) hand.carry(...place(event));
    else hand.pan(event.clientX - press.last[0], event.clientY - press.last[1]);
    press.last = [event.clientX, event.clientY];
  });
  const release = () => {
    if (press?.carries && press.moved) hand.drop();
    press = null;
    surface.classList.remove("dragged");
  };
  surface.addEventListener("pointerup", (event) => {
    if (press && !press.moved) {
      const [x, y] = place(event);
      clearTimeout(choice);
      choice = setTimeout(() => hand.choose(x, y), hand.canReset() ? DOUBLE : 0);
    }
    release();
  });
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("dblclick", () => {
    clearTimeout(choice);
    hand.reset();
  });
  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      hand.zoom(...place(event), Math.exp(Math.max(-1, Math.min(1, event.deltaY * lines * 0.0016))));
    },
    { passive: false },
  );
}
