/** What the chosen racer's network does: a decision boundary, a fitted curve, pictures it has to tell apart, or what it mistakes for what. */

import { segmented } from "../controls/segmented.js";
import { element } from "../element.js";
import { at } from "../message.js";
import { formatNumber } from "../numbers.js";
import { boundaryKey, drawBoundary } from "./boundary.js";
import { ConfusionTable } from "./confusion.js";
import { drawCurve } from "./curve.js";
import { Figure } from "./figure.js";
import { drawSamples } from "./samples.js";

const TITLE = "What it does";

/** What a picture of each form is called, for those who cannot see it. */
const NAMES = {
  boundary: "Decision boundary, with the points of the data",
  curve: "Fitted curve, with the points of the data",
  samples: "Pictures of the validation set and what they are taken for",
  confusion: "Confusion matrix of the validation set",
};

export class Output {
  #table = new ConfusionTable();
  #faces = segmented("Shown", { samples: "Pictures", confusion: "Confusion" }, (face) => this.#turn(face));
  #face = "samples"; // of an answer that has both

  /** @param {() => void} onEnlarge */
  constructor(onEnlarge) {
    this.figure = new Figure("output", TITLE, (...seen) => this.#paint(...seen), onEnlarge);
    this.figure.addControl(this.#faces.root);
    this.figure.addPicture(this.#table.root);
    this.#faces.choose(this.#face);
    this.#faces.root.hidden = this.#table.root.hidden = true;
  }

  #turn(face) {
    this.#face = face;
    this.#faces.choose(face);
    this.figure.draw();
  }

  #paint(answer, { racer, look }, theme) {
    const { figure } = this;
    const form = answer.form === "samples" ? this.#face : answer.form;
    const figures = describe(racer, look.step, form);
    const context = figure.begin(`${NAMES[form]}. ${racer.name} at step ${look.step}. ${figures}`);
    this.#faces.root.hidden = answer.form !== "samples";
    this.#table.root.hidden = form !== "confusion";
    figure.note.replaceChildren(figures);
    if (form === "boundary") {
      drawBoundary(context, answer, figure.size, theme);
      figure.note.append(boundaryKey(answer, theme));
    } else if (form === "curve") {
      drawCurve(context, answer, figure.size, theme, racer[theme.dark ? "dark" : "light"]);
      const [across, up] = answer.axes;
      figure.note.append(element("span", { className: "look-key", textContent: `${up} over ${across}` }));
    } else if (form === "samples") {
      drawSamples(context, answer, figure.size, theme, getComputedStyle(figure.root).getPropertyValue("--alarm"));
    } else this.#table.show(answer);
  }
}

/** How good the network is at a step, in figures. */
function describe({ network, gaps }, step, form) {
  const [what, format, training, validation] = network.accuracy
    ? ["Right", percent, network.accuracy, network.validation_accuracy]
    : ["Loss", formatNumber, gaps, network.validation];
  const [filled, hollow] = form === "boundary" || form === "curve" ? ["● ", "○ "] : ["", ""];
  const said = `${what}: ${filled}training ${format(at(training, step))}`;
  return validation ? `${said}, ${hollow}validation ${format(at(validation, step))}` : said;
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;
