/** The entries as cards under the titles of their families: a listbox with groups. */

import { element } from "../player/element.js";
import { icon, paint } from "./marks.js";
import { matcher } from "./search.js";

const AHEAD = "240px"; // below the visible part, cards get their pictures already

/** @typedef {{node: HTMLButtonElement, slug: string, fits: (query: string) => boolean}} Card */

export class Cards {
  #cards; // all of them, in the order of the menu
  #groups;

  /** @param {import("./gallery.js").Menu} menu @param {(slug: string) => void} onPick */
  constructor(menu, onPick) {
    this.root = element("div", { className: "cards", role: "listbox", tabIndex: -1 });
    this.root.setAttribute("aria-label", menu.title);
    this.#groups = menu.families.map((family, i) => group(family, i, onPick));
    this.#cards = this.#groups.flatMap(({ cards }) => cards);
    this.root.append(...this.#groups.map(({ node }) => node));
    if (menu.pictures) this.#paintWhenSeen(menu);
  }

  get count() {
    return this.#cards.length;
  }

  /** @returns {HTMLButtonElement[]} the cards that fit, in the order of the menu */
  get shown() {
    return this.#cards.map(({ node }) => node).filter((node) => !node.hidden);
  }

  /** @returns {HTMLButtonElement|undefined} */
  get chosen() {
    return this.shown.find((node) => node.ariaSelected === "true");
  }

  /** @param {string|null} chosen slug */
  mark(chosen) {
    for (const { node, slug } of this.#cards) node.ariaSelected = String(slug === chosen);
  }

  /** Shows the entries that fit `query` only. */
  filter(query) {
    for (const { node, fits } of this.#cards) node.hidden = !fits(query);
    for (const { node, cards } of this.#groups) node.hidden = cards.every((card) => card.node.hidden);
    const { chosen, shown } = this;
    this.stopAt(query ? shown[0] : (chosen ?? shown[0]));
  }

  /** Makes `card` the one that the Tab key stops at. */
  stopAt(card) {
    for (const { node } of this.#cards) node.tabIndex = node === card ? 0 : -1;
  }

  #paintWhenSeen(menu) {
    const observer = new IntersectionObserver(
      (sightings) => {
        for (const { target, isIntersecting } of sightings) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          paint(target.querySelector(".picture"), menu, target.dataset.slug);
        }
      },
      { root: this.root, rootMargin: AHEAD },
    );
    for (const { node } of this.#cards) {
      node.prepend(element("span", { className: "picture" }));
      observer.observe(node);
    }
  }
}

/** @param {import("./gallery.js").Family} family */
function group({ title, entries }, i, onPick) {
  const cards = entries.map((entry) => card(entry, title, onPick));
  const heading = element("h3", { id: `family-${i}`, role: "presentation", textContent: title });
  const grid = element("div", { className: "grid", role: "presentation" }, ...cards.map(({ node }) => node));
  const node = element("div", { className: "family", role: "group" }, heading, grid);
  node.setAttribute("aria-labelledby", heading.id);
  return { node, cards };
}

/** @param {import("./gallery.js").Entry} entry @returns {Card} */
function card({ slug, title, point }, family, onPick) {
  const name = element("span", { className: "title", id: `title-${slug}`, textContent: title });
  const sentence = element("span", { className: "point", id: `point-${slug}`, textContent: point });
  const words = element("span", { className: "words" }, name, sentence);
  const node = element("button", { className: "card", type: "button", role: "option" }, words, icon("chosen"));
  node.dataset.slug = slug;
  node.setAttribute("aria-labelledby", name.id);
  node.setAttribute("aria-describedby", sentence.id);
  node.addEventListener("click", () => onPick(slug));
  return { node, slug, fits: matcher(title, point, family, slug) };
}
