// Nothing was found: what was looked for, and what else could be, each a button that says how much it would find.

import { make } from "../shared/dom.js";
import { listSet, without } from "./filters.js";
import { listCounts } from "./lookup.js";
import { ABSENT, tellBriefly, tellNone } from "./words.js";

const QUOTE = /["“”＂]+/gu;

/** Say it; `label(name)` gives a filter in words, `lookUp(asked)` an answer, `askFor(asked)` asks another question. */
export async function presentNone({ asked, query }, panel, turn, { label, lookUp, askFor }) {
  const set = listSet(asked);
  const names = await Promise.all(set.map((name) => label(name)));
  if (turn.isOver()) return;
  panel.present(tellNone(query, names, asked.mode === "loose"));
  panel.actions.classList.add("offers");
  const offer = (words, other) => panel.addAction(words, () => askFor(other), "plain-button");
  const fewer = set.map((name, at) => [without(asked, name), offer(`去掉“${names[at].name}：${names[at].value}”`, without(asked, name))]);
  listOthers(asked, query).forEach(([words, other]) => offer(words, other));
  panel.actions.append(make("p", { class: "search-form__help" }, ABSENT));
  for (const [other, button] of fewer) {
    const answer = await lookUp(other).catch(() => null);
    if (turn.isOver() || !answer) return;
    button.append(`（${tellBriefly(listCounts(answer))}）`);
  }
}

/** Questions like it that ask for less: `[words, asked]`. */
function listOthers(asked, { words, excluded }) {
  const found = [];
  if (asked.mode !== "loose" && words.length) found.push(["用宽松方式再找", { ...asked, mode: "loose" }]);
  if (asked.q.search(QUOTE) >= 0) found.push(["去掉引号再找", { ...asked, q: asked.q.replace(QUOTE, " ").trim() }]);
  if (excluded.length) found.push(["不排除任何词", { ...asked, q: words.join(" ") }]);
  if (words.length > 1) found.push(...words.map((word) => [`只找“${word}”`, { ...asked, q: word }]));
  return found;
}
