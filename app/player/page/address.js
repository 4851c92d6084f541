/**
 * The race in the address bar. The player writes it, and not the server, because a change of the
 * address through Streamlit delays the picture; and it replaces the entry, so that turning a knob
 * does not fill the browser's history.
 */

const REST = 250; // ms; browsers refuse to change the address many times a second

let waiting = 0;

/** @param {string} link  a query, such as `?on=rosenbrock&…` @param {string} hash  how the race is looked at, see looks.js */
export function showLink(link, hash) {
  // A page that was saved, or that stands inside another, has no address of its own to write.
  if (!location.protocol.startsWith("http")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (link + hash !== location.search + location.hash) history.replaceState(history.state, "", link + hash);
  }, REST);
}
