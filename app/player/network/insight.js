/** Beside the race of networks: what the network of one racer does where the clock stands, and what the loss looks like there. */

import { element } from "../element.js";
import { aroundFigure } from "./around.js";
import { Output } from "./output.js";
import { Questions } from "./questions.js";
import { Spectrum } from "./spectrum.js";

const SIDE = 25; // points along each side of the loss around the racer
const COUNT = 10; // eigenvalues

export class Insight {
  #select = element("select", { ariaLabel: "Racer whose network is shown" });
  #line = element("p", { className: "insight-line" });
  #output = new Output(() => this.#enlarge(this.#output.figure));
  #around = aroundFigure(() => this.#enlarge(this.#around));
  #spectrum = new Spectrum(() => this.#ask());
  #asked; // Questions of each picture
  #race;
  #progress;
  #playing = false;
  #chosen = null; // id of the racer that the reader chose; null: the one whose knobs are shown
  #seen = true; // a column that is scrolled or folded away asks nothing
  #observer = new IntersectionObserver(([{ isIntersecting }]) => {
    this.#seen = isIntersecting;
    this.#ask();
  });

  /** @param {{source: import("../page/source.js").Source}} means */
  constructor({ source }) {
    const head = element("header", { className: "insight-head" }, element("h2", { textContent: "Network of" }), this.#select);
    const looks = element("div", { className: "insight-looks" }, this.#output.figure.root, this.#around.root);
    const foot = element("footer", { className: "insight-foot" }, this.#line, this.#spectrum.root);
    this.root = element("section", { className: "insight", ariaLabel: "Network" }, head, looks, foot);
    this.#asked = {
      output: questions(source, this.#output.figure, () => this.#write()),
      around: questions(source, this.#around, () => this.#write()),
      spectrum: questions(source, this.#spectrum.figure, () => {}),
    };
    this.#select.addEventListener("change", () => {
      this.#chosen = this.#select.value;
      this.#ask();
    });
    this.#observer.observe(this.root);
  }

  /**
   * Shows another race, once it is drawn.
   * @param {import("../message.js").Race} race
   * @param {import("../progress.js").Progress} progress
   * @param {import("../theme.js").Theme} theme
   */
  setRace(race, progress, theme) {
    this.#race = race;
    this.#progress = progress;
    const names = race.racers.map(({ id, name, detail }) => [id, detail ? `${name} (${detail})` : name]);
    const options = names.map(([value, textContent]) => element("option", { value, textContent }));
    this.#select.replaceChildren(...options);
    for (const figure of this.#figures) figure.setTheme(theme);
  }

  /** @param {import("../progress.js").Progress} progress @param {boolean} playing */
  draw(progress, playing) {
    this.#progress = progress;
    this.#playing = playing;
    this.#ask();
  }

  remove() {
    this.#observer.disconnect();
    for (const asked of Object.values(this.#asked)) asked.rest();
    for (const figure of this.#figures) figure.remove();
    this.root.remove();
  }

  get #figures() {
    return [this.#output.figure, this.#around, this.#spectrum.figure];
  }

  /** The index of the racer that is shown: the one chosen, else the one that is tuned, else the first. */
  get #index() {
    const { racers } = this.#race;
    const chosen = racers.findIndex(({ id }) => id === this.#chosen);
    return chosen >= 0 ? chosen : Math.max(racers.findIndex(({ tuned }) => tuned), 0);
  }

  /** Asks what shall be seen where the clock stands. */
  #ask() {
    const { output, around, spectrum } = this.#asked;
    if (!this.#race?.racers.length || !this.#seen) return;
    const racer = this.#race.racers[this.#index];
    if (this.#select.value !== racer.id) this.#select.value = racer.id;
    // Of long trainings only every so many steps are kept.
    const reached = this.#progress.reached(this.#index);
    const step = reached - (reached % racer.network.every);
    const ask = (questions, look) => {
      const surface = this.#race.surfaces[racer.surface];
      questions.ask({ link: this.#race.link, look: { ...look, racer: racer.id, step }, racer, surface });
    };
    ask(output, { kind: "output" });
    ask(around, { kind: "around", side: SIDE });
    if (this.#spectrum.open && !this.#playing) ask(spectrum, { kind: "spectrum", count: COUNT });
    else spectrum.rest();
  }

  /** Says which step is seen, and where the second picture shows another one, in its heading which. */
  #write() {
    const [first, second] = [this.#output.figure, this.#around].map(({ subject }) => (subject ? `step ${subject.look.step}` : ""));
    const said = first || second;
    if (this.#line.textContent !== said) this.#line.textContent = said;
    this.#around.qualify(second === said ? "" : second);
  }

  /** @param {import("./figure.js").Figure} figure */
  #enlarge(figure) {
    const large = !figure.large;
    for (const other of this.#figures) other.setLarge(large && other === figure);
    this.root.classList.toggle("one", large);
  }
}

/** @param {import("./figure.js").Figure} figure @returns {Questions} whose answers it shows */
function questions(source, figure, onChange) {
  return new Questions(source, {
    onAnswer: (answer, question) => {
      figure.show(answer, question);
      onChange();
    },
    onRefusal: (sentence) => {
      figure.refuse(sentence);
      onChange();
    },
    onWait: () => figure.wait(),
  });
}
