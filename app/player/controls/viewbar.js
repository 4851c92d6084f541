/** The second row of controls: how the race is looked at, and what can be had of it. */

import { element } from "../element.js";
import { icon } from "./icons.js";
import { segmented } from "./segmented.js";

const AXIS =
  "What the clock and the curves count. A line search spends several evaluations of the function " +
  "on one step, so only by evaluations do all racers have equal means.";

/**
 * @typedef {"together"|"side"} View
 * @typedef {"2d"|"3d"|"both"} Dimension
 *
 * @typedef {object} Looks  how the reader looks at the race
 * @property {View} view  one panel for all racers on a surface, or one for each
 * @property {Dimension} dimension
 * @property {"log"|"linear"} heights
 * @property {import("../progress.js").Axis} axis  what the clock counts
 * @property {string} resolution  points along each side of the plane of a race of networks
 */

export class ViewBar {
  #controls;

  /**
   * @param {{setView: (view: View) => void, setDimension: (dimension: Dimension) => void, setHeights: (scale: "log"|"linear") => void, setAxis: (axis: import("../progress.js").Axis) => void, present: () => void}} commands
   * @param {Node} grid  the control of a plane's grid
   * @param {...Node} more  further controls, before the last one
   */
  constructor(commands, grid, ...more) {
    this.#controls = {
      view: segmented("Racers", { together: "Together", side: "Side by side" }, commands.setView, "One panel for all racers, or one for each (V)"),
      dimension: segmented("Picture", { "2d": "2-D", "3d": "3-D", both: "Both" }, commands.setDimension, "From above, in space, or both (R)"),
      heights: segmented("Heights", { log: "Log", linear: "Linear" }, commands.setHeights, "Scale of the surface's heights"),
      axis: segmented("The clock counts", { steps: "Steps", evaluations: "Evaluations" }, commands.setAxis, AXIS),
    };
    this.#controls.heights.root.dataset.label = "Heights";
    this.#controls.axis.root.dataset.label = "Clock";
    const title = "Present: large and without controls (P)";
    const present = element("button", { type: "button", className: "present", title, innerHTML: icon("present") });
    present.setAttribute("aria-label", "Present");
    present.addEventListener("click", () => commands.present());
    const roots = Object.values(this.#controls).map(({ root }) => root);
    const rest = element("span", { className: "viewbar-rest" }, ...more, present);
    this.root = element("div", { className: "viewbar", role: "toolbar", ariaLabel: "View" }, ...roots, grid, rest);
  }

  /** @param {Looks} looks */
  show(looks) {
    for (const [name, control] of Object.entries(this.#controls)) control.choose(looks[name]);
  }

  /** Offers no picture in space, and says why. @param {string} reason */
  refuseSpace(reason) {
    const { root, refuse } = this.#controls.dimension;
    refuse(reason);
    if (reason) root.after(element("small", { className: "no-space", textContent: reason }));
  }
}
