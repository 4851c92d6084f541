/** Whether an entry fits what a reader types. */

/** Small letters without accents and apostrophes, so that "beales" finds "Beale's". */
function plain(text) {
  return text.normalize("NFD").replace(/[\p{M}'’]/gu, "").toLowerCase();
}

/**
 * @param {...string} texts what is known of an entry
 * @returns {(query: string) => boolean} whether every word of the query occurs in them
 */
export function matcher(...texts) {
  const known = plain(texts.join(" "));
  return (query) => plain(query).split(/\s+/).every((word) => known.includes(word));
}
