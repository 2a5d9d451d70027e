// What a reader typed → the words that must stand in a text and those that must not.
// Words are parted by white space; a phrase stands in quotes; a minus before a word or phrase excludes it.

import { normalise, SPACE_CLASS } from "./normalise.js";

const QUOTES = '"“”＂';
const TOKEN = new RegExp(
  `([-－−]?)(?:[${QUOTES}]([^${QUOTES}]*)[${QUOTES}](?=[${SPACE_CLASS}]|$)|([^${SPACE_CLASS}]+))`,
  "gu",
);
const LATIN_RUN = /[a-z0-9]{3,}/g;
const ONLY_MINUS = /^[-－−]*$/u;

/** `{words, excluded}`, normalised, without repetition. Words of one character are compared, but find nothing alone. */
export function parseQuery(typed) {
  const words = [];
  const excluded = [];
  let last = null;
  for (const [token, minus, phrase, plain] of typed.matchAll(TOKEN)) {
    if (ONLY_MINUS.test(token)) continue;
    const word = normalise(phrase ?? plain);
    if (!word) continue;
    if (minus) {
      excluded.push(word);
      last = null;
    } else if (last !== null && phrase === undefined && belongsTo(words[last], word)) {
      words[last] += word;
    } else {
      last = words.push(word) - 1;
      if (phrase !== undefined) last = null;
    }
  }
  return { words: [...new Set(words)], excluded: [...new Set(excluded)] };
}

/** Whether anything can be looked up: one word at least has two characters. */
export function isLongEnough(query) {
  return query.words.some((word) => termsOf(word).length > 0);
}

/**
 * The terms to look a normalised word up by: its bigrams; within a run of Latin letters and digits, pieces of four
 * characters (three, if the run has no more), for these are rarer.
 */
export function termsOf(word) {
  const terms = [];
  for (const run of word.match(LATIN_RUN) ?? []) terms.push(...piecesOf(Array.from(run), Math.min(4, run.length)));
  for (const pair of piecesOf(Array.from(word.replace(LATIN_RUN, (run) => `${run[0]}\n${run.at(-1)}`)), 2)) {
    if (!pair.includes("\n")) terms.push(pair);
  }
  return terms;
}

/** Whether the lists alone tell which texts hold this word: it is one term. */
export function isTerm(word) {
  return Array.from(word).length === 2 || /^[a-z0-9]{3,4}$/.test(word);
}

function piecesOf(characters, size) {
  return characters.slice(size - 1).map((_, start) => characters.slice(start, start + size).join(""));
}

/** `2021 年` is `2021年`: a single character that is no Latin one belongs to the number before it. */
function belongsTo(before, word) {
  return /[0-9]$/.test(before) && Array.from(word).length === 1 && !/[a-z0-9]/.test(word);
}
