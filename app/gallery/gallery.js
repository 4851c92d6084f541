/** The gallery: a button that shows what is chosen, and behind it the panel to choose from. */

import { element } from "../player/element.js";
import { icon, paint } from "./marks.js";

/**
 * @typedef {{slug: string, title: string, point: string}} Entry
 * @typedef {{title: string, entries: Entry[]}} Family
 * @typedef {{title: string, pictures: string|null, families: Family[]}} Menu
 * @typedef {object} Data
 * @property {string} menu  its name
 * @property {string|null} chosen  slug
 * @property {string} label
 * @property {string|null} help
 * @property {boolean} disabled
 */

const beside = (name) => fetch(new URL(name, import.meta.url));
const sheet = async (name) => new CSSStyleSheet().replace(await (await beside(name)).text());
// Awaited here, so that whoever imports this module hears of it when a file cannot be had.
const [menus, ...sheets] = await Promise.all([
  beside("menus.json").then((answer) => answer.json()),
  sheet("gallery.css"),
  sheet("panel.css"),
]);
const panel = import("./panel.js"); // not awaited: the button can be shown before

/** @type {WeakMap<Node, Gallery>} */
const galleries = new WeakMap();

/**
 * Shows what Streamlit sends; the first call for a parent builds the button, later ones update it.
 * @param {{data: Data, parentElement: Element|ShadowRoot, setTriggerValue: (name: string, value: unknown) => void}} component
 */
export function mount({ data, parentElement, setTriggerValue }) {
  let gallery = galleries.get(parentElement);
  if (!gallery) galleries.set(parentElement, (gallery = new Gallery(parentElement, menus[data.menu])));
  gallery.update(data, (slug) => setTriggerValue("pick", slug));
}

/** Ends the gallery of a parent that has left the page. */
export function unmount(parentElement) {
  galleries.get(parentElement)?.remove();
  galleries.delete(parentElement);
}

class Gallery {
  #menu;
  #entries; // by slug
  #data;
  #send;
  #panel; // from the first opening on
  #label = element("span", { className: "label", id: "label" });
  #title = element("span", { className: "title", id: "title" });
  #picture = element("span", { className: "picture" });
  #button = element("button", { className: "opener", type: "button" });

  /** @param {Element|ShadowRoot} parent @param {Menu} menu */
  constructor(parent, menu) {
    this.#menu = menu;
    this.#entries = new Map(menu.families.flatMap(({ entries }) => entries).map((entry) => [entry.slug, entry]));
    this.#button.setAttribute("aria-haspopup", "dialog");
    this.#button.addEventListener("pointerenter", () => this.#build());
    this.#button.addEventListener("click", () => this.#open());
    const root = parent.getRootNode();
    root.adoptedStyleSheets = sheets;
    this.root = parent.querySelector(".gallery");
    this.root.classList.toggle("aside", Boolean(root.host?.closest("[data-testid=stSidebar]")));
    this.root.gallery = this;
  }

  /** @param {Data} data @param {(slug: string) => void} send */
  update(data, send) {
    this.#data = data;
    this.#send = send;
    this.#button.disabled = data.disabled;
    this.#button.title = data.help ?? "";
    this.#label.textContent = data.label;
    if (data.chosen) this.#showChoice(data.chosen);
    else this.#showAdding();
  }

  remove() {
    this.#panel?.remove();
    this.root.replaceChildren();
  }

  #showChoice(slug) {
    this.#title.textContent = this.#entries.get(slug).title;
    this.#picture.hidden = !this.#menu.pictures;
    paint(this.#picture, this.#menu, slug);
    if (this.#button.isConnected) return;
    this.#button.setAttribute("aria-labelledby", "label title");
    this.#button.append(this.#picture, this.#title, icon("open"));
    this.root.replaceChildren(this.#label, this.#button);
  }

  #showAdding() {
    if (this.#button.isConnected) return;
    this.#button.classList.add("compact");
    this.#button.append(icon("add"), this.#label);
    this.root.replaceChildren(this.#button);
  }

  async #build() {
    const { Panel } = await panel;
    this.#panel ??= new Panel(this.root, this.#menu, (slug) => this.#pick(slug));
  }

  async #open() {
    await this.#build();
    this.#panel.open(this.#data.chosen);
  }

  #pick(slug) {
    // Shown at once: the race on a new surface may take a moment.
    if (this.#data.chosen) this.update({ ...this.#data, chosen: slug }, this.#send);
    this.#send(slug);
  }
}
