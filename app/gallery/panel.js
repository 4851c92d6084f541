/** The panel with all entries: a modal dialog, which the browser puts above everything else. */

import { element } from "../player/element.js";
import { Cards } from "./cards.js";
import { next } from "./keys.js";
import { icon } from "./marks.js";

export class Panel {
  #cards;
  #menu;
  #dialog = element("dialog", { className: "panel" });
  #search;
  #status = element("p", { className: "status", role: "status" });
  #pressed; // where the pointer went down last

  /**
   * @param {HTMLElement} host @param {import("./gallery.js").Menu} menu
   * @param {(slug: string) => void} onPick
   */
  constructor(host, menu, onPick) {
    this.#menu = menu;
    this.#cards = new Cards(menu, (slug) => {
      this.close();
      onPick(slug);
    });
    this.#dialog.append(this.#head(), this.#status, this.#cards.root);
    this.#dialog.setAttribute("aria-label", menu.title);
    // A touch screen would cover half of the panel with its keyboard.
    const first = matchMedia("(pointer: coarse)").matches ? this.#cards.root : this.#search;
    first.autofocus = true;
    this.#listen();
    host.append(this.#dialog);
  }

  /** @param {string|null} chosen slug of the entry to mark */
  open(chosen) {
    this.#search.value = "";
    this.#cards.mark(chosen);
    this.#filter();
    this.#dialog.showModal();
    this.#cards.chosen?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.#dialog.close();
  }

  remove() {
    this.#dialog.remove();
  }

  #head() {
    const { title } = this.#menu;
    const what = `Search ${this.#cards.count} ${title.toLowerCase()}`;
    this.#search = element("input", { type: "text", placeholder: what, autocomplete: "off", spellcheck: false });
    this.#search.setAttribute("role", "searchbox");
    this.#search.setAttribute("aria-label", what);
    const field = element("label", { className: "search" }, icon("search"), this.#search);
    const close = element("button", { className: "close", type: "button", title: "Close" }, icon("close"));
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => this.close());
    const heading = element("h2", { textContent: title });
    return element("header", {}, heading, field, close);
  }

  #listen() {
    this.#search.addEventListener("input", () => this.#filter());
    this.#cards.root.addEventListener("focusin", ({ target }) => {
      if (target !== this.#cards.root) this.#cards.stopAt(target);
    });
    this.#dialog.addEventListener("keydown", (event) => this.#press(event));
    this.#dialog.addEventListener("pointerdown", ({ target }) => (this.#pressed = target));
    // Its content covers the dialog, so what hits the dialog itself lies outside.
    this.#dialog.addEventListener("click", ({ target }) => {
      if (target === this.#dialog && this.#pressed === target) this.close();
    });
  }

  #filter() {
    const query = this.#search.value.trim();
    this.#cards.filter(query);
    this.#cards.root.scrollTop = 0;
    const { length } = this.#cards.shown;
    this.#dialog.dataset.searching = String(Boolean(query));
    this.#status.textContent = query && sentence(length, this.#cards.count, query);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    event.stopPropagation(); // from the shortcuts of the page
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    const done = this.#answer(key, target);
    // Else the key would go on to whatever has the focus by then, such as the button on the page.
    if (done) event.preventDefault();
  }

  /** Does what `key` asks for; returns whether that was all it should do. */
  #answer(key, target) {
    if (key === "Escape") return this.close(), true;
    if (target === this.#search) return this.#answerInSearch(key);
    return this.#cards.root.contains(target) && this.#answerOnCards(key, target);
  }

  #answerInSearch(key) {
    const { shown, chosen } = this.#cards;
    const searching = Boolean(this.#search.value.trim());
    if (key === "Enter" && searching) shown[0]?.click();
    if (key === "ArrowDown") (searching ? shown[0] : (chosen ?? shown[0]))?.focus();
    return key === "Enter" || key === "ArrowDown";
  }

  #answerOnCards(key, target) {
    const { shown, root } = this.#cards;
    const card = next(key, shown, target === root ? shown[0] : target);
    if (card) card.focus();
    // Upwards from the first row, and with any letter, which is then typed there.
    else if (key === "ArrowUp" || (key.length === 1 && key !== " ")) this.#search.focus();
    return Boolean(card) || key.startsWith("Arrow");
  }
}

function sentence(found, count, query) {
  return found ? `${found} of ${count}` : `Nothing here is called “${query}”.`;
}
