// The part of the search page that holds the answer: what is said, hits, buttons below. Comes in: words and elements.
// Refuses to know: what they mean. Each question is a turn; whatever comes late for an earlier one is not shown.

import { make } from "../shared/dom.js";

const KINDS = ["agency", "title", "section", "table"];
const SOON = 400; // milliseconds after which waiting is said

/** The answer's place as an object; `trouble(error)` is called where a button's work fails. */
export function openPanel(trouble) {
  const root = document.documentElement;
  const place = document.querySelector("#search-answer");
  const busy = document.querySelector("#search-busy");
  const said = document.querySelector("#search-count");
  const agencies = document.querySelector("#search-agencies");
  const list = document.querySelector("#search-hits");
  const actions = document.querySelector("#search-actions");
  let turns = 0;
  let waiting = 0;

  /** A new question; `isOver()` tells whether another was asked since. */
  const turn = () => {
    turns += 1;
    const mine = turns;
    return { isOver: () => mine !== turns };
  };

  const wait = () => {
    root.dataset.search = "busy";
    place.setAttribute("aria-busy", "true");
    clearTimeout(waiting);
    waiting = setTimeout(() => (busy.textContent = "正在找…"), SOON);
  };

  const finish = () => {
    clearTimeout(waiting);
    busy.textContent = "";
    place.removeAttribute("aria-busy");
    root.dataset.search = "done";
  };

  /** Say this, and show these hits and agencies; buttons are gone. */
  const present = (message, { items = [], bodies = [], counts = [] } = {}) => {
    if (said.textContent !== message) said.textContent = message;
    for (const name of KINDS) delete said.dataset[name];
    for (const each of counts) said.dataset[each.kind] = `${each.exact ? "" : "≥"}${each.found}`;
    agencies.hidden = bodies.length === 0;
    agencies.replaceChildren(...bodies);
    list.replaceChildren(...items);
    actions.replaceChildren();
    actions.classList.remove("offers");
    finish();
  };

  /** A button below the hits. */
  const addAction = (label, act, look = "button") => {
    const button = make("button", { type: "button", class: look }, label);
    const mine = turns;
    button.addEventListener("click", async () => {
      if (mine !== turns) return;
      wait();
      actions.querySelectorAll("button").forEach((other) => (other.disabled = true));
      try {
        await act();
        if (mine === turns) finish();
      } catch (error) {
        if (mine === turns) trouble(error);
      }
    });
    actions.append(button);
    return button;
  };

  return { turn, wait, present, addAction, list, actions };
}
