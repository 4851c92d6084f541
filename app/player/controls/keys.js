/** The keyboard of the player, wherever inside it the focus is. */

import { SPEEDS } from "./toolbar.js";

/**
 * @param {HTMLElement} root
 * @param {import("./toolbar.js").Commands & {end: () => void, present: () => void, help: () => void, nextView: () => void, nextDimension: () => void}} commands
 */
export function watchKeys(root, commands) {
  const actions = {
    " ": () => commands.toggle(),
    ArrowLeft: (event) => commands.move(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => commands.move(event.shiftKey ? 10 : 1),
    Home: () => commands.restart(),
    End: () => commands.end(),
    p: () => commands.present(),
    "?": () => commands.help(),
    v: () => commands.nextView(),
    r: () => commands.nextDimension(),
    ...Object.fromEntries(SPEEDS.map((speed, i) => [String(i + 1), () => commands.setSpeed(speed)])),
  };
  root.addEventListener("keydown", (event) => {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyped(target)) return;
    const presses = event.key === " " && target instanceof HTMLButtonElement; // the button's own key
    const action = presses ? undefined : actions[event.key.length > 1 ? event.key : event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action(event);
  });
}

/** Does an element take letters and arrows for itself? */
const isTyped = (target) =>
  target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== "range");
