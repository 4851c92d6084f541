/** What is on the page, gathered for a sheet: a copy, so that the page may go on meanwhile. */

import { groupOf, groupsOf } from "../groups.js";
import { Progress } from "../progress.js";
import { tonesOf } from "./lettering.js";
import { LETTERS } from "./sheet.js";

/**
 * How the page looks at the race now.
 * @typedef {object} Look
 * @property {number} position  of the clock
 * @property {number} speed  of the clock
 * @property {import("../controls/viewbar.js").View} view
 * @property {import("../controls/viewbar.js").Dimension} dimension
 * @property {number|null} solo  the only panel that is shown; null: all are
 * @property {import("../surface/view.js").Window} window
 * @property {import("./sheet.js").Scene["inside"]} inside  of the steps
 * @property {import("./sheet.js").Scene["shown"]} shown  by the curves
 * @property {string} hash  all of this, as the end of an address
 * @property {import("./sheet.js").Scene["relief"]} relief  the panels in space; null where there are none
 */

/**
 * @param {{race: import("../message.js").Race, axis: import("../progress.js").Axis, theme: import("../theme.js").Theme}} page
 * @param {Look} look
 * @param {{alone: number|null, link: string, root: Element}} sheet  `alone`: the only racer whose panel is drawn
 * @returns {import("./sheet.js").Scene}
 */
export function gather({ race, axis, theme }, look, { alone, link, root }) {
  const progress = new Progress(race, axis);
  progress.move(look.position);
  const { quantity, scale, missing } = look.shown;
  return {
    race,
    theme: { ...theme, size: LETTERS },
    letters: theme.size,
    progress,
    window: look.window,
    groups: alone === null ? groupsOf(race, look.view, look.solo) : [groupOf(race, alone)],
    listed: alone === null ? race.racers.map((_, index) => index) : [alone],
    inside: new Set(look.inside),
    shown: { quantity, scale, missing },
    dimension: alone === null && look.relief ? look.dimension : "2d",
    relief: look.relief,
    tones: tonesOf(root),
    link,
  };
}
