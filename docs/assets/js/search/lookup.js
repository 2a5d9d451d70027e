// What is asked for → a first answer, for which little is fetched; more is read when the reader wants it. Refuses to know:
// the page.

import { findAgencies } from "./agencies.js";
import { choosePartitions, facetTerms, kindsOf, wantsAgencies } from "./filters.js";
import { EXACT, Search } from "./hits.js";
import { makeNear } from "./near.js";

export const PAGE = 10; // hits shown at a time
const FEW = 60; // so many texts are compared at once to give an exact count
const FRUITLESS = 3000; // so many texts are compared before "none yet" is said
const FIRST = 600_000; // bytes fetched for a first answer: when there are so many, no further text is read
const TEXTS = 150_000; // bytes of texts that may be fetched where the lists of terms alone are as many
const STEP = 60; // texts compared between two signs of life while counting

/** What is asked for, looked up: `{asked, query, search, bodies, variants}`; `bodies` are the agencies, or null. */
export async function lookUp(index, asked, query) {
  const before = index.fetched;
  const variants = asked.mode === "loose" ? await index.variants() : null;
  const way = variants ? makeNear(variants) : EXACT;
  const kinds = kindsOf(asked, query.words.length > 0);
  const partitions = kinds.length ? choosePartitions(asked, index.partitions) : [];
  const search = new Search(index, partitions, query, { facets: facetTerms(asked), kinds, way });
  const asksAgencies = wantsAgencies(asked, query.words.length > 0);
  const [bodies] = await Promise.all([
    asksAgencies ? findAgencies(index.agencies, query, asked, variants) : null,
    search.begin(),
  ]);
  const limit = Math.max(before + FIRST, index.fetched + TEXTS);
  if (search.most > FEW) await search.more(PAGE, { fetched: limit });
  if (search.hits.length === 0) await search.more(1, { texts: FRUITLESS, fetched: limit });
  if (search.left <= FEW && (search.most <= FEW || search.hits.length < PAGE)) await search.more(Infinity, { texts: FEW, fetched: limit });
  return { asked, query, search, bodies, variants };
}

/** How many were found of each kind: `{kind, found, left, exact}`, agencies first. */
export function listCounts({ search, bodies }) {
  const agencies = bodies ? [{ kind: "agency", found: bodies.found.length, left: 0, exact: bodies.exact }] : [];
  return [...agencies, ...search.counts];
}

/** Read on until so many hits are known; where none is known yet, until there is one. */
export async function readOn({ search }, wanted) {
  await search.more(Math.max(1, wanted - search.hits.length), search.hits.length ? {} : { texts: FRUITLESS });
}

/** Compare all that is left; `tell(done, of)` after each step, which may say true to stop. */
export async function countAll({ search }, tell) {
  const all = search.left;
  while (search.left > 0 && !tell(all - search.left, all)) await search.more(Infinity, { texts: STEP });
}
