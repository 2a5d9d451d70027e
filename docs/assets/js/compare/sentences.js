// Text → sentences, and what two reports' sentences have in common. Where a sentence ends is held equal to the site's
// own splitter by a table of tests.

const SENTENCE = /[^。！？；!?;]*(?:[。！？；!?;]+[”’」』）)"*]*|$)/gu;
const NUMBER = /[0-9０-９]+(?:[.．][0-9０-９]+)?/gu;
const IDLE = /[\s*\u200b-\u200f\u2060\ufeff]+/gu;
const STOPS = /[。!?;]+$/u;

/** The paragraphs of a text, each a list of its sentences as printed; those without a word are left out. */
export function splitText(text) {
  return text
    .split("\n")
    .map((paragraph) => splitSentences(paragraph).filter(fold))
    .filter((sentences) => sentences.length > 0);
}

/** The sentences of a paragraph, which joined are the paragraph again: parted behind 。！？； and what closes there. */
export function splitSentences(paragraph) {
  return (paragraph.match(SENTENCE) ?? []).filter(Boolean);
}

/**
 * What each sentence of two texts is to the other: `same`, `own` (the same but for the agency's own name and the
 * report's own year), `numbers` (the same wording with other numbers) or `only`. A sentence has one partner at most.
 */
export function compareTexts(one, other) {
  const left = one.sentences.map((text) => readSentence(text, one));
  const right = other.sentences.map((text) => readSentence(text, other));
  for (const kind of ["same", "own", "numbers"]) pair(left, right, kind);
  return [left.map(tell), right.map(tell)];
}

function readSentence(text, { names, year }) {
  const same = fold(text);
  let own = same;
  for (const name of names.map(fold).filter(Boolean).sort((a, b) => b.length - a.length)) own = own.replaceAll(name, "〔机关〕");
  for (const [shift, word] of [[0, "〔本年〕"], [-1, "〔上年〕"], [1, "〔下年〕"]]) own = own.replaceAll(`${year + shift}年`, word);
  return { text, same, own, numbers: own.replace(NUMBER, "#"), values: own.match(NUMBER) ?? [], year, kind: "only", partner: null };
}

/** Pairs what is not paired yet and has the same key, in the order in which it stands. */
function pair(left, right, kind) {
  const waiting = new Map();
  for (const sentence of right) {
    if (sentence.partner) continue;
    if (!waiting.has(sentence[kind])) waiting.set(sentence[kind], []);
    waiting.get(sentence[kind]).push(sentence);
  }
  for (const sentence of left) {
    const partner = sentence.partner ? undefined : waiting.get(sentence[kind])?.shift();
    if (!partner) continue;
    Object.assign(sentence, { kind, partner });
    Object.assign(partner, { kind, partner: sentence });
  }
}

/** The sentence in pieces, those numbers set apart that its partner has otherwise; all of them where that is unsure. */
function tell({ text, kind, partner, values, year }) {
  if (kind !== "numbers") return { kind, pieces: [[text, false]] };
  const numbers = [...text.matchAll(NUMBER)].filter((found) => !isOwnYear(found, text, year));
  const sure = numbers.length === values.length && numbers.every((found, at) => found[0].normalize("NFKC") === values[at]);
  const pieces = [];
  let start = 0;
  numbers.forEach((found, at) => {
    if (sure && values[at] === partner.values[at]) return;
    pieces.push([text.slice(start, found.index), false], [found[0], true]);
    start = found.index + found[0].length;
  });
  pieces.push([text.slice(start), false]);
  return { kind, pieces: pieces.filter(([piece]) => piece) };
}

function isOwnYear(found, text, year) {
  const behind = text.slice(found.index + found[0].length).trimStart();
  return behind.startsWith("年") && Math.abs(Number(found[0].normalize("NFKC")) - year) <= 1;
}

/** The sentence as it is compared: white space, half width, marks of conversion and the stop at its end do not count. */
function fold(text) {
  return text.normalize("NFKC").replace(IDLE, "").replace(STOPS, "");
}
