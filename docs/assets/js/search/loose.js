// Words written with a slip: where a text has almost the same word, and which terms a text must have to hold it.
// A slip is a character that is wrong, missing or one too many, or two neighbours swapped. A digit is never a slip.
// Pure; the words and texts are normalised already. Characters are counted, places are those of UTF-16 units.

const DIGIT = /^[0-9]$/;
const NEVER = 1000;

/** How many slips a word may have: none up to three characters, one up to seven, two from eight. */
export function slipsAllowed(word) {
  const length = Array.from(word).length;
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/** The fewest slips with which the text holds the word; Infinity if more than `most`. */
export function countSlips(text, word, most) {
  if (text.includes(word)) return 0;
  if (most === 0) return Infinity;
  const fewest = Math.min(...listEnds(Array.from(text), Array.from(word), most).map((end) => end.slips));
  return fewest <= most ? fewest : Infinity;
}

/** The places that hold the word with at most so many slips, `{start, end, slips}`, apart from one another, rising. */
export function findNear(text, word, most) {
  const characters = Array.from(text);
  const length = Array.from(word).length;
  const units = [0];
  for (const character of characters) units.push(units.at(-1) + character.length);
  const strange = ({ start, end }) => Math.abs(end - start - length);
  const ends = listEnds(characters, Array.from(word), most)
    .sort((one, other) => one.slips - other.slips || strange(one) - strange(other) || one.start - other.start);
  const taken = new Uint8Array(characters.length);
  const found = [];
  for (const { start, end, slips } of ends) {
    if (taken.subarray(start, end).includes(1)) continue;
    taken.fill(1, start, end);
    found.push({ start: units[start], end: units[end], slips });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Every end of a piece of text that is the word with at most so many slips, with the best start for it. */
function listEnds(text, word, most) {
  const size = word.length;
  const isDigit = word.map((character) => DIGIT.test(character));
  let before = null;
  let last = { cost: [0], start: [0] };
  for (let at = 1; at <= size; at += 1) {
    last.cost[at] = last.cost[at - 1] + (isDigit[at - 1] ? NEVER : 1);
    last.start[at] = 0;
  }
  const found = [];
  for (let place = 1; place <= text.length; place += 1) {
    const character = text[place - 1];
    const digit = DIGIT.test(character);
    const column = { cost: [0], start: [place] };
    for (let at = 1; at <= size; at += 1) {
      const same = word[at - 1] === character;
      let cost = last.cost[at - 1] + (same ? 0 : digit || isDigit[at - 1] ? NEVER : 1);
      let start = last.start[at - 1];
      if (before && at > 1 && !same && word[at - 1] === text[place - 2] && word[at - 2] === character && !digit && !isDigit[at - 1]
        && before.cost[at - 2] + 1 < cost) {
        cost = before.cost[at - 2] + 1;
        start = before.start[at - 2];
      }
      const missing = column.cost[at - 1] + (isDigit[at - 1] ? NEVER : 1);
      if (missing < cost) [cost, start] = [missing, column.start[at - 1]];
      const extra = last.cost[at] + (digit ? NEVER : 1);
      if (extra < cost) [cost, start] = [extra, last.start[at]];
      column.cost[at] = cost;
      column.start[at] = start;
    }
    if (column.cost[size] <= most && column.start[size] < place) found.push({ start: column.start[size], end: place, slips: column.cost[size] });
    [before, last] = [last, column];
  }
  return found;
}

/**
 * What a text that holds the word with so many slips must have: `{pieces, bridges}`, each a list of texts.
 *
 * The word is cut into one piece more than slips. A slip spoils one piece, or two if it swaps the characters on either
 * side of a cut, and then these two stand in the text the other way round: a bridge. So one piece or one bridge is
 * there. Of all ways to cut, the one is taken whose commonest piece is rarest; `commonness` tells of a text how common it is.
 */
export function cutWord(word, slips, commonness) {
  const characters = Array.from(word);
  const known = new Map();
  const piece = (from, to) => {
    const key = from * 1000 + to;
    if (!known.has(key)) {
      const text = characters.slice(from, to).join("");
      known.set(key, { text, common: commonness(text) });
    }
    return known.get(key);
  };
  let best = null;
  for (const cuts of listCuts(characters.length, slips)) {
    const pieces = [0, ...cuts].map((from, at) => piece(from, cuts[at] ?? characters.length));
    const common = pieces.map((each) => each.common).sort((one, other) => other - one);
    if (!best || isLess(common, best.common)) best = { pieces: pieces.map((each) => each.text), cuts, common };
  }
  const bridges = best.cuts.map((cut) => characters[cut] + characters[cut - 1]);
  return { pieces: best.pieces, bridges };
}

/** All ways to cut so many characters so many times, each piece of two or more. */
function listCuts(length, times, from = 0) {
  if (times === 0) return length - from >= 2 ? [[]] : [];
  const found = [];
  for (let cut = from + 2; cut <= length - 2 * times; cut += 1) {
    for (const rest of listCuts(length, times - 1, cut)) found.push([cut, ...rest]);
  }
  return found;
}

function isLess(some, others) {
  const at = some.findIndex((value, place) => value !== others[place]);
  return at >= 0 && some[at] < others[at];
}

/** A text with its traditional characters written simplified; `variants` maps one character to one. */
export function simplify(text, variants) {
  return variants.size ? Array.from(text, (character) => variants.get(character) ?? character).join("") : text;
}
