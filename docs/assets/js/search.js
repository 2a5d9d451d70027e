// The search page: what stands in the address and in the form is looked up, and what is found is shown.
// Addresses are made from this script's own, so the site may lie at any path.

import { presentAnswer } from "./search/answer.js";
import { openChips } from "./search/chips.js";
import { listOdd, listSet, readAsked, without, writeAsked } from "./search/filters.js";
import { openForm } from "./search/form.js";
import { listCounts, lookUp, PAGE, readOn } from "./search/lookup.js";
import { presentNone } from "./search/none.js";
import { openPanel } from "./search/panel.js";
import { isLongEnough, parseQuery } from "./search/query.js";
import { openIndex } from "./search/reader.js";
import { ONLY_AGENCIES, tellOdd, tellTooLittle, UNREADABLE } from "./search/words.js";

const ROOT = new URL("../../", import.meta.url);
const MOST = 200; // hits shown again to a reader who comes back
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
let isTyped = false; // the entry of the history we stand on was written by typing: more typing writes it over

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
filters.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !filters.classList.contains("open")) return;
  fold.click();
  fold.focus();
});
window.addEventListener("beforeprint", () => {
  const chips = Array.from(document.querySelectorAll("#search-chips [aria-label]"), (chip) => chip.firstChild.data);
  const mode = element.elements.namedItem("mode").value ? "宽松" : "按原样";
  document.querySelector("#search-printed").textContent = [`要找的：${box.value || "（没有写字）"}`, mode, ...chips, location.href].join("；");
});
window.addEventListener("popstate", readAddress);
readAddress();

async function readAddress() {
  clearTimeout(typing);
  isTyped = false;
  const asked = readAsked(location.search);
  const odd = [...listOdd(location.search), ...form.listUnknown(asked)];
  const meant = without(asked, ...odd.map(({ name }) => name).filter((name) => name !== "q"));
  const written = form.write(meant);
  if (odd.length) presentOdd(odd, meant);
  else show(asked, Math.min(history.state?.hits ?? PAGE, MOST));
  await written;
}

function askSoon() {
  clearTimeout(typing);
  typing = setTimeout(askTyped, PAUSE);
}

/** Typing fills the history with one entry at most, and writes no question over that was meant. */
function askTyped() {
  const [before, wasTyped] = [location.href, isTyped];
  ask(wasTyped || !shown ? "replaceState" : "pushState");
  isTyped = wasTyped || location.href !== before;
}

/** Put what the form says into the address, and look it up unless it is what is shown. */
function ask(way, asked = form.read()) {
  clearTimeout(typing);
  isTyped = false;
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

async function show(asked, wanted = PAGE) {
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
    if (wanted > PAGE && !turn.isOver()) await readOn(answer, wanted);
    if (turn.isOver()) return;
    if (listCounts(answer).some((each) => !each.exact || each.found > 0)) return presentAnswer(answer, panel, turn, ROOT, wanted);
    await presentNone(answer, panel, turn, { label, askFor, lookUp: async (other) => lookUp(await openOnce(), other, parseQuery(other.q)) });
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

/** An address that cannot be meant is not answered as if it were another one. */
function presentOdd(odd, meant) {
  drawChips(meant, (name) => form.label(name, meant), panel.turn());
  shown = null;
  panel.present(tellOdd(odd));
  if (writeAsked(meant)) panel.addAction(odd[0].name === "q" ? "只用前面的字找" : "照其余的找", () => askFor(meant));
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
