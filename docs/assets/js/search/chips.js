// A chip for each filter that is set; to press it is to take the filter off.

import { make, refill } from "../shared/dom.js";
import { listSet, without } from "./filters.js";

/** The place of the chips: `draw(asked, label, turn)`; `askFor(asked)` asks another question, `box` has the focus at last. */
export function openChips(askFor, box) {
  const chips = document.querySelector("#search-chips");
  let toFocus = -1; // which chip had the focus when one was taken off

  const drop = (asked, gone) => {
    const from = chips.contains(document.activeElement) ? [...chips.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    askFor(without(asked, ...gone));
    if (from >= 0) toFocus = from;
  };

  const drawOne = (asked, id, label, words, gone) => {
    const button = make("button", { type: "button", class: "search-chip", id: `search-chip-${id}`, "aria-label": label }, words);
    button.addEventListener("click", () => drop(asked, gone));
    return make("li", {}, button);
  };

  return async function draw(asked, label, turn) {
    const set = listSet(asked);
    const names = await Promise.all(set.map((name) => label(name)));
    if (turn.isOver()) return;
    const drawn = set.map((name, at) => {
      const words = `${names[at].name}：${names[at].value}`;
      return drawOne(asked, name, `去掉${words}`, [words, make("span", { "aria-hidden": "true" }, " ×")], [name]);
    });
    if (set.length > 1) drawn.push(drawOne(asked, "all", null, "全部去掉", set));
    chips.hidden = set.length === 0;
    refill(chips, drawn);
    if (toFocus < 0) return;
    const left = chips.querySelectorAll("button");
    (left[Math.min(toFocus, left.length - 1)] ?? box).focus();
    toFocus = -1;
  };
}
