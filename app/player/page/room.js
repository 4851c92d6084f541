/** How much of the page stands above the player: the rest of the window is the player's. */

/** @param {HTMLElement} root  inside a shadow root or not @returns {number} px, however the page is scrolled */
export function roomAbove(root) {
  let above = root.getBoundingClientRect().top;
  for (let node = outer(root); node; node = outer(node)) above += node.scrollTop;
  return Math.round(above);
}

const outer = (node) => node.parentElement ?? node.getRootNode().host;
