/** The hand on a surface: drag to pan or to carry the start, wheel to zoom, double-click to reset, click to choose a point. */

import { watchSurfaceKeys } from "./surface-keys.js";

const SLOP = 4; // px; a pointer that moved less has clicked
const DOUBLE = 300; // ms
const HELD = 450; // ms after which a finger that rests reads instead of pressing

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
 * @property {(x: number, y: number) => void} hover  the pointer is here and does nothing, or a finger rests
 * @property {() => void} leave  and now it does not
 *
 * @param {HTMLElement} surface
 * @param {Hand} hand
 */
export function watchHand(surface, hand) {
  watchSurfaceKeys(surface, hand);
  let press = null; // where the pointer went down and where it was last
  let hold = 0; // a finger that does not move yet
  let choice = 0; // where a double-click would reset something, a click waits until it cannot become one

  const place = (event) => {
    const box = surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const [here, at] = [[event.clientX, event.clientY], place(event)];
    press = { from: here, last: here, moved: false, reads: false, carries: hand.holds(...at) };
    hand.leave();
    if (event.pointerType === "touch" && !press.carries) hold = setTimeout(() => read(...at), HELD);
    surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener("pointermove", (event) => {
    if (!event.isPrimary) return;
    surface.classList.toggle("holds", press ? press.carries : hand.holds(...place(event)));
    if (press ? press.reads : event.pointerType === "mouse") hand.hover(...place(event));
    if (!press || press.reads) return;
    const distance = Math.hypot(event.clientX - press.from[0], event.clientY - press.from[1]);
    press.moved ||= distance >= SLOP;
    if (!press.moved) return;
    clearTimeout(hold);
    surface.classList.add("dragged");
    if (press.carries) hand.carry(...place(event));
    else hand.pan(event.clientX - press.last[0], event.clientY - press.last[1]);
    press.last = [event.clientX, event.clientY];
  });
  const read = (x, y) => {
    if (!press) return;
    press.reads = true;
    hand.hover(x, y);
  };
  const release = () => {
    clearTimeout(hold);
    if (press?.carries && press.moved) hand.drop();
    press = null;
    surface.classList.remove("dragged");
  };
  surface.addEventListener("pointerup", (event) => {
    if (press && !press.moved && !press.reads) {
      const [x, y] = place(event);
      clearTimeout(choice);
      choice = setTimeout(() => hand.choose(x, y), hand.canReset() ? DOUBLE : 0);
    }
    release();
  });
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && hand.leave());
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
