// The search page: what stands in the address and in the form is looked up, and what is found is shown.
// Addresses are made from this script's own, so the site may lie at any path.

import { make, refill } from "./shared/dom.js";
import { findAgencies } from "./search/agencies.js";
import { drawAgency, drawHit, formatNumber } from "./search/draw.js";
import {
  agenciesAddress, choosePartitions, facetTerms, kindsOf, listSet, readAsked, wantsAgencies, without, writeAsked,
} from "./search/filters.js";
import { openForm } from "./search/form.js";
import { EXACT, Search } from "./search/hits.js";
import { makeNear } from "./search/near.js";
import { isLongEnough, parseQuery } from "./search/query.js";
import { openIndex } from "./search/reader.js";
import { tellBriefly, tellCounts, tellNone, tellTooLittle, UNREADABLE } from "./search/words.js";

const ROOT = new URL("../../", import.meta.url);
const PAGE = 10; // hits shown at a time
const AGENCIES = 5; // agencies shown
const FEW = 60; // so many texts are compared at once to give an exact count
const FRUITLESS = 40; // so many texts more are compared before "none yet" is said
const STEP = 60; // texts compared between two signs of life while counting
const PAUSE = 250; // milliseconds without typing before the search begins
const SOON = 400; // milliseconds after which waiting is said

const element = document.querySelector("#search-form");
const box = element.elements.namedItem("q");
const fold = document.querySelector("#search-fold");
const filters = document.querySelector("#search-filters");
const chips = document.querySelector("#search-chips");
const busy = document.querySelector("#search-busy");
const count = document.querySelector("#search-count");
const agencies = document.querySelector("#search-agencies");
const list = document.querySelector("#search-hits");
const actions = document.querySelector("#search-actions");
const form = openForm(element);

let index = null;
let run = 0;
let typing = 0;
let waiting = 0;
let composing = false;
let shown = null;
let chipToFocus = -1; // which chip had the focus when one was taken off

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

/** Put what the form says into the address, and look it up. */
function ask(way, asked = form.read()) {
  clearTimeout(typing);
  const address = new URL(location.href);
  address.search = writeAsked(asked);
  address.hash = "";
  if (address.href !== location.href) history[way](null, "", address);
  if (JSON.stringify(asked) !== shown) show(asked);
}

/** Ask for something else than the form says, and let the form say it. */
function askFor(asked) {
  form.write(asked);
  ask("pushState", asked);
}

async function show(asked) {
  run += 1;
  const mine = run;
  shown = JSON.stringify(asked);
  const query = parseQuery(asked.q);
  const named = drawChips(asked, mine);
  const isWorth = isLongEnough(query);
  const isFiltered = listSet(asked).length > 0;
  if (!isWorth && (asked.q.trim() || !isFiltered)) return presentTooLittle(asked, query, isWorth);
  if (!isWorth && asked.section === "agency") return present("写出名称里的几个字，就列出机关；也可以到机关名单里按地区、级别、职能筛选。", []);
  wait();
  try {
    const [answer] = await Promise.all([lookUp(asked, query), named]); // all at once: nothing moves what is there
    if (mine === run) await presentAnswer(answer, PAGE);
  } catch (error) {
    if (mine === run) presentTrouble(error);
  }
}

/** Look up, and compare so many texts that a first answer can be given. */
async function lookUp(asked, query) {
  index ??= openIndex(new URL("search/index/", ROOT)).catch((error) => {
    index = null;
    throw error;
  });
  const opened = await index;
  const variants = asked.mode === "loose" ? await opened.variants() : null;
  const way = variants ? makeNear(variants) : EXACT;
  const kinds = kindsOf(asked, query.words.length > 0);
  const partitions = kinds.length ? choosePartitions(asked, opened.partitions) : [];
  const search = new Search(opened, partitions, query, { facets: facetTerms(asked), kinds, way });
  const asksAgencies = wantsAgencies(asked, query.words.length > 0);
  const [bodies] = await Promise.all([
    asksAgencies ? findAgencies(opened.agencies, query, asked, variants ?? undefined) : null,
    search.begin(),
  ]);
  await (search.most <= FEW ? search.more(Infinity, Infinity) : search.more(PAGE));
  if (search.hits.length === 0 && search.left > 0) await search.more(1, FRUITLESS);
  return { asked, query, search, bodies, variants };
}

const listCounts = ({ search, bodies }) => [
  ...(bodies ? [{ kind: "agency", found: bodies.found.length, left: 0, exact: bodies.exact }] : []),
  ...search.counts,
];

async function presentAnswer(answer, wanted) {
  const { asked, query, search, bodies, variants } = answer;
  const mine = run;
  const hits = search.hits.slice(0, wanted);
  const counts = listCounts(answer);
  if (counts.every((each) => each.exact && each.found === 0)) return presentNone(answer);
  const fruitless = search.left > 0 && hits.length === 0;
  const told = fruitless ? `比对了 ${formatNumber(search.compared)} 段，还没有找到；另有 ${formatNumber(search.left)} 段没有比对。` : "";
  const message = counts.some((each) => each.found) ? `${tellCounts(counts, query.words.length > 0)}${told && `。${told}`}` : told;
  present(message, hits.map((hit) => drawHit(hit, query.words, ROOT, variants)), counts);
  drawAgencies(bodies, asked, query);
  if (search.most > hits.length) {
    addAction(fruitless ? "继续找" : "再看十条", async () => {
      const next = hits.length + PAGE;
      await search.more(Math.max(1, next - search.hits.length), fruitless ? FRUITLESS * 2 : undefined);
      if (mine !== run) return;
      await presentAnswer(answer, next);
      (list.children[hits.length] ?? actions).querySelector("a, button")?.focus();
    });
  }
  if (!search.exact) addCounting(answer, wanted);
}

/** A button that counts exactly: it says how far it is, and can be stopped. */
function addCounting(answer, wanted) {
  const { search } = answer;
  const mine = run;
  addAction(`数出准确条数（再读 ${formatNumber(search.left)} 段）`, async () => {
    const from = search.left;
    const stop = make("button", { type: "button", class: "plain-button" }, "停");
    const progress = make("progress", { max: from, value: 0, "aria-label": "数到哪里" });
    let stopped = false;
    stop.addEventListener("click", () => (stopped = true));
    actions.replaceChildren(progress, stop);
    stop.focus();
    while (search.left > 0 && !stopped && mine === run) {
      await search.more(Infinity, STEP);
      progress.value = from - search.left;
    }
    if (mine !== run) return;
    await presentAnswer(answer, wanted);
    (actions.querySelector("button") ?? box).focus();
  });
}

function drawAgencies(bodies, asked, query) {
  const found = bodies?.found ?? [];
  agencies.hidden = found.length === 0;
  if (!found.length) return;
  const all = make("a", { href: new URL(agenciesAddress(asked), ROOT).href }, `看全部 ${formatNumber(found.length)} 个`);
  agencies.replaceChildren(
    make("ol", { class: "search-hits", "aria-label": "找到的机关" }, found.slice(0, AGENCIES).map((one) => drawAgency(one, query.words, ROOT))),
    ...(found.length > AGENCIES ? [make("p", { class: "search-more" }, all)] : []),
  );
}

function presentTooLittle(asked, query, isWorth) {
  present(tellTooLittle(query, asked.q, isWorth), []);
  if (query.words.length > 1) {
    const whole = query.words.join("");
    addAction(`找“${whole}”`, () => askFor({ ...asked, q: whole }));
  }
}

/** Nothing was found: what was looked for, and what else could be. */
async function presentNone({ asked, query }) {
  const mine = run;
  const set = listSet(asked);
  const names = await Promise.all(set.map((name) => form.label(name, asked)));
  if (mine !== run) return;
  present(tellNone(query.words, query.excluded, names, asked.mode === "loose"), []);
  actions.classList.add("offers");
  const offer = (label, other) => addAction(label, () => askFor(other), "plain-button");
  const fewer = set.map((name, at) => [without(asked, name), offer(`去掉“${names[at].name}：${names[at].value}”`, without(asked, name))]);
  if (asked.mode !== "loose" && query.words.length) offer("用宽松方式再找", { ...asked, mode: "loose" });
  if (/["“”＂]/u.test(asked.q)) offer("去掉引号再找", { ...asked, q: asked.q.replace(/["“”＂]/gu, " ").trim() });
  if (query.excluded.length) offer("不排除任何词", { ...asked, q: query.words.join(" ") });
  if (query.words.length > 1) for (const word of query.words) offer(`只找“${word}”`, { ...asked, q: word });
  actions.append(make("p", { class: "search-form__help" }, "这里没有，只是说收录的报告里没有印这些字；没有收录的报告、没有公布正文的报告，查不到。"));
  for (const [other, button] of fewer) {
    const answer = await lookUp(other, query).catch(() => null);
    if (mine !== run || !answer) return;
    const counts = listCounts(answer);
    button.append(`（${tellBriefly(counts)}）`);
  }
}

function presentTrouble(error) {
  console.warn(error);
  shown = null;
  present(UNREADABLE, []);
  addAction("再试一次", () => ask("replaceState"));
}

function wait() {
  document.documentElement.dataset.search = "busy";
  document.querySelector("#search-answer").setAttribute("aria-busy", "true");
  clearTimeout(waiting);
  waiting = setTimeout(() => (busy.textContent = "正在找…"), SOON);
}

function finish() {
  clearTimeout(waiting);
  busy.textContent = "";
  document.querySelector("#search-answer").removeAttribute("aria-busy");
  document.documentElement.dataset.search = "done";
}

function present(message, items, counts = []) {
  if (count.textContent !== message) count.textContent = message;
  for (const name of ["agency", "title", "section", "table"]) delete count.dataset[name];
  for (const each of counts) count.dataset[each.kind] = `${each.exact ? "" : "≥"}${each.found}`;
  agencies.hidden = true;
  agencies.replaceChildren();
  list.replaceChildren(...items);
  actions.replaceChildren();
  actions.classList.remove("offers");
  finish();
}

function addAction(label, act, look = "button") {
  const button = make("button", { type: "button", class: look }, label);
  const mine = run;
  button.addEventListener("click", async () => {
    if (mine !== run) return;
    wait();
    actions.querySelectorAll("button").forEach((other) => (other.disabled = true));
    try {
      await act();
      if (mine === run) finish();
    } catch (error) {
      if (mine === run) presentTrouble(error);
    }
  });
  actions.append(button);
  return button;
}

/** A chip for each filter that is set; to press it is to take the filter off. */
async function drawChips(asked, mine) {
  const set = listSet(asked);
  const names = await Promise.all(set.map((name) => form.label(name, asked)));
  if (mine !== run) return;
  const drop = (gone) => {
    const from = chips.contains(document.activeElement) ? [...chips.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    askFor(without(asked, ...gone));
    if (from >= 0) chipToFocus = from;
  };
  const buttons = set.map((name, at) => {
    const words = `${names[at].name}：${names[at].value}`;
    const button = make("button", { type: "button", class: "search-chip", id: `search-chip-${name}`, "aria-label": `去掉${words}` }, words, make("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => drop([name]));
    return make("li", {}, button);
  });
  if (set.length > 1) {
    const all = make("button", { type: "button", class: "search-chip", id: "search-chip-all" }, "全部去掉");
    all.addEventListener("click", () => drop(set));
    buttons.push(make("li", {}, all));
  }
  chips.hidden = set.length === 0;
  refill(chips, buttons);
  if (chipToFocus >= 0) {
    const left = chips.querySelectorAll("button");
    (left[Math.min(chipToFocus, left.length - 1)] ?? box).focus();
    chipToFocus = -1;
  }
}
