// A document and the words found in it → the paragraphs to show, as printed, with the places to mark.

import { searchedText } from "./hits.js";
import { findNear, simplify, slipsAllowed } from "./loose.js";
import { normaliseWithPlaces } from "./normalise.js";

const AROUND = 48; // characters shown before and after a word
const ENOUGH = 3;

/**
 * Three excerpts, or more where the words stand farther apart, for each is marked at least once; fewer where that shows
 * them all: `{anchor, pieces, near}`; a piece is `{text, marked, slips}`. The anchor is empty for the page's
 * top; `near` are the words printed with a slip or in other characters: `{word, printed, slips}`. `variants` of loose mode
 * map traditional characters to simplified ones; without them words are marked where they stand exactly.
 */
export function cutExcerpts(document, words, variants = null) {
  const printed = searchedText(document);
  const marks = joinMarks(variants ? findNearMarks(printed, words, variants) : findMarks(printed, words));
  const windows = openWindows(printed, marks);
  return joinWindows(chooseWindows(windows)).map((window) => cutWindow(printed, window, marks, document));
}

/** Where each word stands in the printed text. */
function findMarks(printed, words) {
  const { text, starts, ends } = normaliseWithPlaces(printed);
  const marks = [];
  for (const word of words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      marks.push({ start: starts[at], end: ends[at + word.length - 1], word, slips: 0, near: null });
    }
  }
  return sortMarks(marks);
}

/** Where each word stands, or almost: only as near as the nearest, lest a text that has the word be strewn with others. */
function findNearMarks(printed, words, variants) {
  const { text, starts, ends } = normaliseWithPlaces(printed);
  const plain = replaceEach(text, variants);
  const marks = [];
  for (const word of words) {
    const found = findNear(plain, simplify(word, variants), slipsAllowed(word));
    const fewest = Math.min(...found.map((place) => place.slips));
    for (const place of found.filter(({ slips }) => slips === fewest)) {
      const [start, end] = [starts[place.start], ends[place.end - 1]];
      const isSame = text.slice(place.start, place.end) === word;
      marks.push({ start, end, word, slips: place.slips, near: isSame ? null : { word, printed: printed.slice(start, end), slips: place.slips } });
    }
  }
  return sortMarks(marks);
}

/** Simplified, unit for unit: a character of another length stays. */
function replaceEach(text, variants) {
  return Array.from(text, (character) => {
    const other = variants.get(character);
    return other?.length === character.length ? other : character;
  }).join("");
}

function sortMarks(marks) {
  return marks.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** Marks that overlap, as one; so are those that touch, unless one is written as asked and the other is not. */
function joinMarks(marks) {
  const joined = [];
  for (const { start, end, word, slips, near } of marks) {
    const last = joined.at(-1);
    if (last && (start < last.end || (start === last.end && slips === last.slips))) {
      last.end = Math.max(last.end, end);
      last.words.push(word);
      last.slips = Math.max(last.slips, slips);
      if (near) last.near.push(near);
    } else joined.push({ start, end, words: [word], slips, near: near ? [near] : [] });
  }
  return joined;
}

/** What is shown around each mark: a piece of its paragraph, and the words that stand in it; `paragraph` counts from 0. */
function openWindows(printed, marks) {
  const breaks = [-1];
  for (let at = printed.indexOf("\n"); at >= 0; at = printed.indexOf("\n", at + 1)) breaks.push(at);
  breaks.push(printed.length);
  let paragraph = 0;
  let first = 0;
  return marks.map((mark) => {
    while (breaks[paragraph + 1] < mark.start) paragraph += 1;
    let last = paragraph;
    while (breaks[last + 1] < mark.end) last += 1;
    const [paragraphStart, paragraphEnd] = [breaks[paragraph] + 1, breaks[last + 1]];
    const start = whole(printed, Math.max(paragraphStart, mark.start - AROUND));
    const end = whole(printed, Math.min(paragraphEnd, mark.end + AROUND));
    while (marks[first].start < start) first += 1;
    const held = new Set();
    for (let at = first; at < marks.length && marks[at].end <= end; at += 1) marks[at].words.forEach((word) => held.add(word));
    return { start, end, paragraph, paragraphStart, paragraphEnd, words: held };
  });
}

/** Windows that show every word: each time the one with most words not shown yet; then others, the first in the text. */
function chooseWindows(windows) {
  const missing = new Set(windows.flatMap((window) => [...window.words]));
  const chosen = new Set();
  while (missing.size) {
    const news = windows.map((window) => [...window.words].filter((word) => missing.has(word)).length);
    const best = windows[news.indexOf(Math.max(...news))];
    chosen.add(best);
    best.words.forEach((word) => missing.delete(word));
  }
  for (const window of windows) {
    const shown = joinWindows([...chosen].sort(inOrder));
    if (shown.length >= ENOUGH) break;
    if (!shown.some((other) => other.paragraph === window.paragraph && window.start < other.end && window.end > other.start)) chosen.add(window);
  }
  return [...chosen].sort(inOrder);
}

const inOrder = (one, other) => one.start - other.start || one.end - other.end;

/** Windows of one paragraph that touch or overlap, as one. */
function joinWindows(windows) {
  const joined = [];
  for (const window of windows) {
    const last = joined.at(-1);
    if (last && window.paragraph === last.paragraph && window.start <= last.end) {
      last.end = Math.max(last.end, window.end);
      last.paragraphEnd = Math.max(last.paragraphEnd, window.paragraphEnd);
    } else joined.push({ ...window });
  }
  return joined;
}

function cutWindow(printed, { start, end, paragraph, paragraphStart, paragraphEnd }, marks, document) {
  const pieces = [{ text: start > paragraphStart ? "…" : "", marked: false }];
  const near = [];
  let at = start;
  for (const other of marks) {
    if (other.end <= start || other.start >= end) continue;
    pieces.push({ text: printed.slice(at, Math.max(at, other.start)), marked: false });
    pieces.push({ text: printed.slice(Math.max(start, other.start), Math.min(end, other.end)), marked: true, slips: other.slips });
    near.push(...other.near);
    at = Math.min(end, other.end);
  }
  pieces.push({ text: printed.slice(at, end) + (end < paragraphEnd ? "…" : ""), marked: false });
  return { anchor: nameAnchor(document, paragraph), pieces: pieces.filter((piece) => piece.text), near };
}

/** Paragraph 0 is the heading; of a table, which has none, paragraph 1 is the first of its lines. */
function nameAnchor(document, paragraph) {
  if (document.kind === "table") return `#L${document.lines[Math.max(paragraph, 1) - 1]}`;
  if (document.kind !== "section") return "";
  return paragraph > 0 ? `#s${document.section}-p${paragraph}` : `#s${document.section}`;
}

/** The place, moved off the middle of a character of two units. */
function whole(text, place) {
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff ? place - 1 : place;
}
