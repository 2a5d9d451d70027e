// Nothing was found: what was looked for, and what else could be, each a button that says how much it would find.

import { make } from "../shared/dom.js";
import { listSet, without } from "./filters.js";
import { listCounts } from "./lookup.js";
import { slipsAllowed } from "./loose.js";
import { isLongEnough, parseQuery } from "./query.js";
import { tellAbsent, tellBriefly, tellNone } from "./words.js";

const QUOTE = /["“”＂]+/gu;
const YEAR = /^((?:19|20)\d\d)年?$/;
const MOST_WORDS = 5; // words that are offered alone
const MOST_AGENCIES = 3; // agencies in whose reports the other words are offered

/** Say it; `label(name)` gives a filter in words, `lookUp(asked)` an answer, `askFor(asked)` asks another question. */
export async function presentNone({ asked, query }, panel, turn, { label, lookUp, askFor }) {
  const names = await Promise.all(listSet(asked).map((name) => label(name)));
  if (turn.isOver()) return;
  panel.present(tellNone(query, names, asked));
  panel.actions.classList.add("offers");
  const note = make("p", { class: "search-form__help" }, tellAbsent(query, names));
  panel.actions.append(note);
  const draw = (offer) => {
    const button = panel.addAction(offer.words, () => askFor(offer.asked), "plain-button");
    panel.actions.append(note);
    return button;
  };
  const drawn = [...listFewer(asked, names), ...listOthers(asked, query)].map((offer) => [offer, draw(offer)]);
  for (const [offer, button] of drawn.filter(([{ isCounted }]) => isCounted)) {
    const answer = await lookUp(offer.asked).catch(() => null);
    if (turn.isOver() || !answer) return;
    button.append(`（${tellBriefly(listCounts(answer))}）`);
    if (offer.word) listWithin(asked, query, offer.word, answer.bodies?.found ?? []).forEach(draw);
  }
}

/** The same question without one of its filters. */
function listFewer(asked, names) {
  return listSet(asked).map((name, at) => ({ words: `去掉“${names[at].name}：${names[at].value}”`, asked: without(asked, name), isCounted: true }));
}

/** Questions like it that ask for less. */
function listOthers(asked, { words, excluded }) {
  const found = [];
  if (asked.mode !== "loose" && words.some(slipsAllowed)) found.push({ words: "用宽松方式再找", asked: { ...asked, mode: "loose" } });
  if (asked.q.search(QUOTE) >= 0) found.push({ words: "去掉引号再找", asked: { ...asked, q: asked.q.replace(QUOTE, " ").trim() } });
  if (excluded.length) found.push({ words: "不排除任何词", asked: { ...asked, q: write(words) } });
  if (words.length < 2) return found;
  const year = words.find((word) => YEAR.test(word));
  const rest = write(words.filter((word) => word !== year));
  if (year && !asked.year && isWorth(rest)) {
    const [, number] = YEAR.exec(year);
    found.push({ words: `只在 ${number} 年的报告里找“${rest}”`, asked: { ...asked, q: rest, year: number }, isCounted: true });
  }
  const alone = words.filter((word) => isWorth(write([word]))).slice(0, MOST_WORDS);
  return [...found, ...alone.map((word) => ({ words: `只找“${word}”`, asked: { ...asked, q: write([word]) }, isCounted: true, word }))];
}

/** Where one of the words names an agency: the other words in the reports of this one. */
function listWithin(asked, { words }, word, agencies) {
  const rest = write(words.filter((other) => other !== word));
  if (agencies.length > MOST_AGENCIES || asked.section || !isWorth(rest)) return [];
  return agencies.map(({ id, name }) => ({ words: `在“${name}”的报告里找“${rest}”`, asked: { ...asked, q: rest, agency: id } }));
}

const isWorth = (typed) => isLongEnough(parseQuery(typed));

/** Words as they are typed. */
const write = (words) => words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(" ");
