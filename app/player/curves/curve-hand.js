/** The hand on the curves: a click or a drag moves the clock there, hovering shows a position while it rests. */

/**
 * @param {HTMLElement} area
 * @param {{position: (x: number) => number|null, onSeek: (position: number) => void, onPeek: (position: number|null) => void}} hand
 */
export function watchCurve(area, { position, onSeek, onPeek }) {
  const at = (event) => position(event.clientX - area.getBoundingClientRect().left);
  const send = (event, act) => {
    const place = at(event);
    if (place !== null) act(place);
  };
  area.addEventListener("pointerdown", (event) => {
    area.setPointerCapture(event.pointerId);
    send(event, onSeek);
  });
  area.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) send(event, onSeek);
    else if (event.pointerType === "mouse") send(event, onPeek);
  });
  area.addEventListener("pointerleave", () => onPeek(null));
}
