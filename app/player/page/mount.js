/** The player as a component of Streamlit's. */

import { Player } from "../player.js";
import { Server } from "./source.js";

/** @type {WeakMap<Node, Player>} */
const players = new WeakMap();

/**
 * Shows what Streamlit sends; the first call for a parent builds the player, later ones update it.
 * @param {{data: [link: string, card: import("../controls/card.js").Tuned|null], parentElement: Element|ShadowRoot, setTriggerValue: (name: string, value: unknown) => void}} component
 */
export function mount({ data, parentElement, setTriggerValue }) {
  let player = players.get(parentElement);
  if (!player) players.set(parentElement, (player = new Player(parentElement, new Server())));
  const [link, card] = data;
  player.update({ link, card }, (link) => setTriggerValue("link", link));
}

/** Ends the player of a parent that has left the page. */
export function unmount(parentElement) {
  players.get(parentElement)?.remove();
  players.delete(parentElement);
}
