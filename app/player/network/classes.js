/**
 * Colours and marks of a task's classes. Tones near those of Okabe and Ito (2008), which colour-blind readers
 * tell apart; after eight classes they come again, with other marks.
 */

import { channels } from "../theme.js";

const LIGHT = ["#1f5fa8", "#c9600f", "#0d7f66", "#9a3b86", "#7d6b00", "#2a94b8", "#a3242a", "#5d5d5d"];
const DARK = ["#6fb2ff", "#ff9d52", "#3fd6ad", "#ee93cc", "#e6dc5a", "#7fdcf5", "#ff8a8a", "#c9c9c9"];
const MARKS = ["circle", "square", "diamond", "triangle-up", "triangle-down", "star", "hexagon"];

/** @typedef {{name: string, colour: string, rgb: number[], mark: string}} ClassLook */

/** @param {string[]} names @param {import("../theme.js").Theme} theme @returns {ClassLook[]} */
export function classLooks(names, theme) {
  const colours = theme.dark ? DARK : LIGHT;
  return names.map((name, i) => {
    const colour = colours[i % colours.length];
    return { name, colour, rgb: channels(colour), mark: MARKS[i % MARKS.length] };
  });
}
