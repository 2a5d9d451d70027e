// The search page: what stands in the address and in the form is looked up, and what is found is shown.
// Addresses are made from this script's own, so the site may lie at any path.

import { presentAnswer } from "./search/answer.js";
import { openChips } from "./search/chips.js";
import { listSet, readAsked, writeAsked } from "./search/filters.js";
import { openForm } from "./search/form.js";
import { listCounts, lookUp } from "./search/lookup.js";
import { presentNone } from "./search/none.js";
import { openPanel } from "./search/panel.js";
import { isLongEnough, parseQuery } from "./search/query.js";
import { openIndex } from "./search/reader.js";
import { ONLY_AGENCIES, tellTooLittle, UNREADABLE } from "./search/words.js";

const ROOT = new URL("../../", import.meta.url);
const PAUSE = 250; // milliseconds without typing before the search begins

const element = document.querySelector("#search-form");
const box = element.elements.namedItem("q");
const fold = document.querySelector("#search-fold");
const filters = document.querySelector("#search-filters");
const form = openForm(element);
const panel = openPanel(presentTrouble);
const drawChips = openChips(askFor, box);

let index = null;
let typing = 0;
let composing = false;
let shown = null; // the question that is answered, as it stands in an address

element.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!composing) ask("pushState");
});
box.addEventListener("compositionstart", () => {
  composing = true;
  clearTimeout(typing);
});
box.addEventListener("compositionend", () => {
  composing = false;
  askSoon();
});
box.addEventListener("input", (event) => {
  if (!composing && !event.isComposing) askSoon();
});
element.addEventListener("change", async ({ target }) => {
  if (target === box) return;
  if (form.isPlace(target)) await form.choosePlace(target);
  ask("pushState");
});
fold.addEventListener("click", () => {
  const open = filters.classList.toggle("open");
  fold.setAttribute("aria-expanded", String(open));
});
window.addEventListener("popstate", readAddress);
readAddress();

async function readAddress() {
  const asked = readAsked(location.search);
  const written = form.write(asked);
  show(asked);
  await written;
}

function askSoon() {
  clearTimeout(typing);
  typing = setTimeout(() => ask("replaceState"), PAUSE);
}

/** Put what the form says into the address, and look it up unless it is what is shown. */
function ask(way, asked = form.read()) {
  clearTimeout(typing);
  const address = new URL(location.href);
  address.search = writeAsked(asked);
  address.hash = "";
  if (address.href !== location.href) history[way](null, "", address);
  if (writeAsked(asked) !== shown) show(asked);
}

/** Ask for something else than the form says, and let the form say it. */
function askFor(asked) {
  form.write(asked);
  ask("pushState", asked);
}

async function show(asked) {
  const turn = panel.turn();
  shown = writeAsked(asked);
  const query = parseQuery(asked.q);
  const label = (name) => form.label(name, asked);
  const named = drawChips(asked, label, turn);
  const isWorth = isLongEnough(query);
  if (!isWorth && (asked.q.trim() || listSet(asked).length === 0)) return presentTooLittle(asked, query, isWorth);
  if (!isWorth && asked.section === "agency") return panel.present(ONLY_AGENCIES);
  panel.wait();
  try {
    const answered = openOnce().then((opened) => lookUp(opened, asked, query));
    const [answer] = await Promise.all([answered, named]); // all at once: nothing moves what is there
    if (turn.isOver()) return;
    if (listCounts(answer).some((each) => !each.exact || each.found > 0)) return presentAnswer(answer, panel, turn, ROOT);
    await presentNone(answer, panel, turn, { label, askFor, lookUp: async (other) => lookUp(await openOnce(), other, query) });
  } catch (error) {
    if (!turn.isOver()) presentTrouble(error);
  }
}

function openOnce() {
  index ??= openIndex(new URL("search/index/", ROOT)).catch((error) => {
    index = null;
    throw error;
  });
  return index;
}

function presentTooLittle(asked, query, isWorth) {
  panel.present(tellTooLittle(query, asked.q, isWorth));
  if (query.words.length > 1) {
    const whole = query.words.join("");
    panel.addAction(`找“${whole}”`, () => askFor({ ...asked, q: whole }));
  }
}

function presentTrouble(error) {
  console.warn(error);
  shown = null;
  panel.present(UNREADABLE);
  panel.addAction("再试一次", () => ask("replaceState"));
}
