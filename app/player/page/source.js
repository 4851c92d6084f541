/**
 * Where races come from. A source answers with the binary message that `message.js` reads, or
 * throws an Error whose message is a sentence for the reader.
 *
 * @typedef {object} Asked
 * @property {string} link  a query, such as `?on=rosenbrock&…`
 * @property {Record<string, unknown>} changes  of the experiment in the link, by path (`app/edit.py`)
 * @property {string[]} parts  what is sent only when it is asked for
 * @property {string[]} known  keys of the surfaces that need not be sent again
 *
 * @typedef {object} Enquiry  about a race that is there: a look at what its networks do
 * @property {string} link
 * @property {Record<string, unknown>} changes  as in `Asked`
 * @property {{kind: "slice"|"output"|"around"|"spectrum", [setting: string]: unknown}} look
 *
 * @typedef {object} Source
 * @property {boolean} live  can it answer changes?
 * @property {(asked: Asked) => Promise<ArrayBuffer|Uint8Array>} race
 * @property {(asked: Enquiry) => Promise<ArrayBuffer|Uint8Array>} look
 */

import { routeUrl } from "../files.js";

const AWAY = "The server does not answer, so the picture stays as it is. Try again, or reload the page.";

/** The server that this module came from. @implements {Source} */
export class Server {
  live = true;

  race(asked) {
    return answered(routeUrl("race"), asked);
  }

  look(asked) {
    return answered(routeUrl("look"), asked);
  }
}

async function answered(route, asked) {
  const answer = await fetch(route, { method: "POST", body: JSON.stringify(asked) }).catch(() => {
    throw new Error(AWAY);
  });
  if (answer.ok) return answer.arrayBuffer();
  throw new Error(answer.status < 500 ? await answer.text() : AWAY);
}
