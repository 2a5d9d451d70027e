// What a reader typed → the words that must stand in a text and those that must not.
// Words are parted by white space; a phrase stands in quotes; a minus before a word or phrase excludes it.

import { normalise, SPACE_CLASS } from "./normalise.js";

const QUOTES = '"“”＂';
const TOKEN = new RegExp(
  `([-－−]?)(?:[${QUOTES}]([^${QUOTES}]*)[${QUOTES}](?=[${SPACE_CLASS}]|$)|([^${SPACE_CLASS}]+))`,
  "gu",
);
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
  return query.words.some((word) => bigramsOf(word).length > 0);
}

/** The pairs of neighbouring characters of a normalised word. */
export function bigramsOf(word) {
  const characters = Array.from(word);
  return characters.slice(1).map((character, before) => characters[before] + character);
}

/** `2021 年` is `2021年`: a single character that is no Latin one belongs to the number before it. */
function belongsTo(before, word) {
  return /[0-9]$/.test(before) && Array.from(word).length === 1 && !/[a-z0-9]/.test(word);
}
