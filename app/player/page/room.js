/** How much of the page stands above the player: the rest of the window is the player's. */

/**
 * Keeps `--above` of `root` at the px that stand above it, however the page is scrolled and whatever wraps there.
 * @param {HTMLElement} root  inside a shadow root or not
 * @returns {ResizeObserver}
 */
export function watchRoom(root) {
  const observer = new ResizeObserver(() => {
    let above = root.getBoundingClientRect().top;
    for (let node = outer(root); node; node = outer(node)) above += node.scrollTop;
    root.style.setProperty("--above", `${Math.round(above)}px`);
  });
  observer.observe(contentAround(root));
  return observer;
}

const outer = (node) => node.parentElement ?? node.getRootNode().host;
const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowY);

/** The largest element around `node` that grows with what stands in it. */
function contentAround(node) {
  let content = node;
  for (let around = outer(node); around && around !== document.body && !scrolls(around); around = outer(around)) content = around;
  return content;
}
