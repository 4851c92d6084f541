/** The player on the whole screen: one panel of it, or all of it large and without controls, to present. */

/** @typedef {""|"panel"|"presentation"} Screen */

export class FullScreen {
  /** @type {Screen} */
  shown = "";
  #root;
  #onLeave;

  /** @param {HTMLElement} root @param {() => void} onLeave */
  constructor(root, onLeave) {
    this.#root = root;
    this.#onLeave = onLeave;
    root.addEventListener("fullscreenchange", () => !this.#isFull && this.#close());
    // Without the browser's own full screen the player covers the page, and Esc is ours.
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.shown && this.leave());
  }

  get #isFull() {
    return /** @type {ShadowRoot} */ (this.#root.getRootNode()).fullscreenElement === this.#root;
  }

  /** @param {Screen} screen */
  async enter(screen) {
    this.shown = screen;
    this.#root.dataset.screen = screen;
    this.#root.focus();
    // Refused in a frame that may not: then covering the page must do.
    if (this.#root.requestFullscreen) await this.#root.requestFullscreen().catch(() => {});
  }

  leave() {
    if (this.#isFull) document.exitFullscreen();
    else this.#close();
  }

  #close() {
    if (!this.shown) return;
    this.shown = "";
    delete this.#root.dataset.screen;
    this.#onLeave();
  }
}
