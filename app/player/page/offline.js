/** The player on a page that was taken away: its race lies in the page, and there is no server to ask. */

import { Player } from "../player.js";

const ALONE = "This page was taken away, and only the server can work this out: open the race's link to see it.";

/** A race as it was when the page was made. @implements {import("./source.js").Source} */
class Kept {
  live = false;
  #message;

  /** @param {Uint8Array} message */
  constructor(message) {
    this.#message = message;
  }

  async race() {
    return this.#message;
  }

  async look() {
    throw new Error(ALONE);
  }
}

/** @param {Uint8Array} message @param {string} link  of its experiment @param {Element} host */
export function show(message, link, host) {
  const player = new Player(host.attachShadow({ mode: "open" }), new Kept(message));
  player.update({ link, card: null }, () => {});
}
