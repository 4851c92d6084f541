/** The menu "Take away": the race as a link, a picture, a film, a page of its own, numbers or code. */

import { element } from "../element.js";
import { routeUrl } from "../files.js";
import { icon } from "../controls/icons.js";
import { Progress } from "../progress.js";
import { Still } from "../surface/still.js";
import { FilmForm, select } from "./film-form.js";
import { toPng, toSvg } from "./prints.js";
import { fileName, formatSize, save } from "./save.js";
import { gather } from "./scene.js";
import { Sheet } from "./sheet.js";

/** What the server makes, by suffix. */
const FILES = {
  html: ["Page (.html)", "The player with this race: plays in any browser, also without a network"],
  csv: ["Numbers (.csv)", "Every step of every racer, for a spreadsheet"],
  json: ["Numbers (.json)", "The experiment and every step, for a program"],
  py: ["Code (.py)", "A Python program that runs this race with optax"],
};
const PARTS = { all: "All of it", surface: "Surface", curves: "Curves" };
const EDGE = 8; // px between panel and window
const COMMON = "Arial, Helvetica, sans-serif"; // letters that an SVG finds wherever it is opened

export class TakeAway {
  #page; // {race, axis, theme}
  #look;
  #live;
  #still;
  #button = element("button", { type: "button", title: "Take away: link, picture, film, page, numbers, code" });
  #said = element("span"); // on the button
  #note = element("p", { className: "takeaway-note", role: "status" });
  #address = element("input", { type: "text", readOnly: true, ariaLabel: "Link of this race" });
  #part = select("What the picture or the film shows", []);
  #film = new FilmForm({
    onMake: () => this.#sheet(this.#part.value),
    onDone: (blob, kind) => save(blob, fileName(this.#page.race, kind)),
    onSay: (sentence) => this.#say(sentence),
    onProgress: (share) => this.#label(share),
  });
  #files = Object.entries(FILES).map(([suffix, [textContent, title]]) => ({ suffix, node: element("a", { className: "takeaway-file", textContent, title }) }));
  #panel = element("div", { className: "takeaway-panel", popover: "auto", role: "dialog", ariaLabel: "Take away" });
  root = element("div", { className: "takeaway" }, this.#button, this.#panel);

  /** @param {{live: boolean, look: () => import("./scene.js").Look}} page  `live`: is there a server to ask? */
  constructor({ live, look }) {
    this.#live = live;
    this.#look = look;
    this.#still = new Still(this.root);
    this.#button.innerHTML = icon("take");
    this.#button.append(this.#said);
    this.#button.popoverTargetElement = this.#panel;
    this.#label(null);
    this.#fill();
    let held = false; // the focus
    this.#panel.addEventListener("beforetoggle", ({ newState }) => (held = newState === "closed" && this.#panel.matches(":focus-within")));
    this.#panel.addEventListener("toggle", ({ newState }) => (newState === "open" ? this.#open() : this.#close(held)));
    // Letters and arrows typed here are not meant for the player.
    this.#panel.addEventListener("keydown", (event) => event.stopPropagation());
    new ResizeObserver(() => this.#place()).observe(this.#panel);
  }

  /**
   * @param {import("../message.js").Race} race
   * @param {import("../progress.js").Progress} progress
   * @param {import("../theme.js").Theme} theme
   */
  setRace(race, { axis }, theme) {
    if (race.racers !== this.#page?.race.racers) this.#film.leave();
    this.#page = { race, axis, theme };
    if (this.#panel.matches(":popover-open")) this.#offer();
  }

  /** Gives up what is being made. */
  remove() {
    this.#film.stop();
  }

  #fill() {
    const copy = button("Copy", () => this.#copy());
    const png = button("PNG", () => this.#picture("png"));
    const svg = button("SVG", () => this.#picture("svg"));
    const row = (title, ...content) => element("section", { ariaLabel: title }, element("strong", { textContent: title }), ...content);
    const rows = [row("Show", this.#part), row("Picture", png, svg), row("Film", this.#film.root)];
    const nodes = this.#files.map(({ node }) => node);
    if (this.#live) rows.unshift(row("Link", this.#address, copy));
    if (this.#live) rows.push(row("Files", ...nodes));
    this.#panel.append(...rows, this.#note);
  }

  #close(held) {
    this.#say("");
    if (held) this.#button.focus();
  }

  #open() {
    this.#offer();
    this.#place();
    this.#panel.querySelector("button, select").focus();
  }

  /** Offers what there is of this race. */
  #offer() {
    const { race, axis } = this.#page;
    const { dimension, speed, shown } = this.#look();
    this.#address.value = this.#link;
    const names = dimension === "2d" ? race.racers.map(({ name, detail }, i) => [String(i), `Only ${name} ${detail}`]) : [];
    const options = [...Object.entries(PARTS), ...names].map(([value, textContent]) => element("option", { value, textContent }));
    const chosen = this.#part.value || "all";
    this.#part.replaceChildren(...options.filter(({ value }) => value !== "curves" || !shown.missing));
    this.#part.value = chosen;
    if (this.#part.selectedIndex < 0) this.#part.value = "all";
    this.#film.offer(axis, new Progress(race, axis).limit, speed);
    if (!this.#live) return;
    for (const { suffix, node } of this.#files) {
      node.hidden = suffix === "py" && race.kind === "network"; // there is no such program
      node.href = routeUrl(`take/race.${suffix}${race.link}`).href;
      node.download = fileName(race, suffix);
    }
  }

  /** The whole address, or what of it there is away from a server. */
  get #link() {
    const { link } = this.#page.race;
    return this.#live ? new URL(link + this.#look().hash, location.origin + location.pathname).href : link;
  }

  /** @param {string} part  what is drawn, or whose panel alone @param {string} [font]  instead of the page's */
  async #sheet(part, font = this.#page.theme.font) {
    const racer = part in PARTS ? null : Number(part);
    const page = { ...this.#page, theme: { ...this.#page.theme, font } };
    const scene = gather(page, this.#look(), { alone: racer, link: this.#link, root: this.root });
    const sheet = new Sheet(scene, racer === null ? /** @type {import("./sheet.js").Part} */ (part) : "surface", this.#still);
    await sheet.prepare();
    return { sheet, scene };
  }

  async #picture(suffix) {
    this.#say("");
    try {
      const vectors = suffix === "svg";
      const { sheet, scene } = await this.#sheet(this.#part.value, vectors ? COMMON : undefined);
      const blob = await (vectors ? toSvg : toPng)(sheet, scene);
      save(blob, fileName(scene.race, suffix));
      this.#say(`The picture is ready, ${formatSize(blob.size)}.`);
    } catch (error) {
      this.#say(`The picture could not be made (${error.message}).`);
    }
  }

  async #copy() {
    this.#address.select();
    try {
      // On pages without https there is no clipboard to write to, but the old command works there.
      if (navigator.clipboard) await navigator.clipboard.writeText(this.#address.value);
      else if (!document.execCommand("copy")) throw new Error();
      this.#say("Link copied.");
    } catch {
      this.#say("The browser did not allow copying: the link is selected, so press Ctrl+C or ⌘C.");
    }
  }

  #say(sentence) {
    this.#note.textContent = sentence;
  }

  /** @param {number|null} share  of a film that is made */
  #label(share) {
    const said = share === null ? "Take away" : `Film ${Math.round(share * 100)} %`;
    if (this.#said.textContent !== said) this.#said.textContent = said;
  }

  /** Hangs the panel below its button, or above it where there is more room. */
  #place() {
    if (!this.#panel.matches(":popover-open")) return;
    const { left, right, top, bottom } = this.#button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#panel;
    const x = Math.min(Math.max(right - width, EDGE), Math.max(innerWidth - width - EDGE, EDGE), Math.max(left, EDGE));
    const below = bottom + EDGE + height <= innerHeight || bottom < innerHeight - top;
    const y = below ? bottom + EDGE / 2 : Math.max(top - height - EDGE / 2, EDGE);
    this.#panel.style.cssText = `left:${x}px;top:${y}px`;
  }
}

function button(textContent, onClick) {
  const node = element("button", { type: "button", textContent });
  node.addEventListener("click", onClick);
  return node;
}
