/** Arrow keys on cards that lie in rows: to the neighbour in reading order, to the nearest in the next row. */

const ALONG = { ArrowLeft: -1, ArrowRight: 1 };
const ACROSS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * @param {string} key
 * @param {HTMLElement[]} cards in reading order
 * @param {HTMLElement} from
 * @returns {HTMLElement|undefined} where the key leads; nowhere at an edge
 */
export function next(key, cards, from) {
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  if (key in ALONG) return cards[cards.indexOf(from) + ALONG[key]];
  return key in ACROSS ? nearest(cards, from, ACROSS[key]) : undefined;
}

function nearest(cards, from, direction) {
  const here = from.getBoundingClientRect();
  const away = cards
    .map((card) => ({ card, box: card.getBoundingClientRect() }))
    .map(({ card, box }) => ({ card, down: direction * (box.top - here.top), aside: Math.abs(box.left - here.left) }))
    .filter(({ down }) => down > 1);
  away.sort((a, b) => a.down - b.down || a.aside - b.aside);
  const row = away.filter(({ down }) => down < away[0].down + 1);
  return row.sort((a, b) => a.aside - b.aside)[0]?.card;
}
