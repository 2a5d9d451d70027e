// The search page: what stands in the address and in the box is looked up, and what is found is shown.
// Addresses are made from this script's own, so the site may lie at any path.

import { cutExcerpts } from "./search/excerpts.js";
import { Search } from "./search/hits.js";
import { isLongEnough, parseQuery } from "./search/query.js";
import { openIndex } from "./search/reader.js";

const ROOT = new URL("../../", import.meta.url);
const PAGE = 10; // hits shown at a time
const FEW = 200; // so many texts are compared at once to give an exact count
const PAUSE = 250; // milliseconds without typing before the search begins
const UNREADABLE = "没有读到搜索用的文件，请检查网络后再试一次。";
const KIND_NAMES = { agency: "机关", title: "报告", section: "正文", table: "表格" };

const form = document.querySelector("#search-form");
const box = form.elements.namedItem("q");
const count = document.querySelector("#search-count");
const list = document.querySelector("#search-hits");
const actions = document.querySelector("#search-actions");

let index = null;
let run = 0;
let timer = 0;
let composing = false;
let asked = null;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!composing) ask(box.value, "pushState");
});
box.addEventListener("compositionstart", () => {
  composing = true;
  clearTimeout(timer);
});
box.addEventListener("compositionend", () => {
  composing = false;
  askSoon();
});
box.addEventListener("input", (event) => {
  if (!composing && !event.isComposing) askSoon();
});
window.addEventListener("popstate", readAddress);
readAddress();

function readAddress() {
  box.value = new URL(location.href).searchParams.get("q") ?? "";
  show(box.value);
}

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => ask(box.value, "replaceState"), PAUSE);
}

/** Put the query into the address, and look it up. */
function ask(typed, way) {
  clearTimeout(timer);
  const address = new URL(location.href);
  if (typed.trim()) address.searchParams.set("q", typed);
  else address.searchParams.delete("q");
  address.hash = "";
  if (address.href !== location.href) history[way](null, "", address);
  if (typed !== asked) show(typed);
}

async function show(typed) {
  run += 1;
  const mine = run;
  asked = typed;
  const query = parseQuery(typed);
  if (!typed.trim()) return present("", []);
  if (!isLongEnough(query)) return presentShort(query);
  document.documentElement.dataset.search = "busy";
  try {
    index ??= openIndex(new URL("search/index/", ROOT)).catch((error) => {
      index = null;
      throw error;
    });
    const search = await new Search(await index, query).begin();
    await (search.most <= FEW ? search.more(Infinity, Infinity) : search.more(PAGE));
    if (mine === run) presentHits(search, query, PAGE);
  } catch (error) {
    console.warn(error);
    if (mine === run) {
      asked = null;
      present(UNREADABLE, []);
    }
  }
  if (mine === run) document.documentElement.dataset.search = "done";
}

function presentShort(query) {
  if (query.words.length > 1) {
    const whole = query.words.join("");
    present("每个词只有一个字，查不了：一个字几乎每份报告都有。要找连在一起的字，字与字之间不要留空格。", []);
    addAction(`找“${whole}”`, () => {
      box.value = whole;
      ask(whole, "pushState");
    });
    return;
  }
  const lacksWord = query.words.length === 0 && query.excluded.length > 0;
  present(lacksWord ? "只写了要排除的词；请再写一个要找的词。" : "请至少输入两个字：一个字几乎每份报告都有。", []);
}

function presentHits(search, query, wanted) {
  const mine = run;
  const hits = search.hits.slice(0, wanted);
  present(tellCount(search), hits.map((hit) => drawHit(hit, query.words)));
  if (search.most > hits.length) {
    addAction("再看十条", async () => {
      const next = hits.length + PAGE;
      await search.more(Math.max(0, next - search.hits.length));
      if (mine !== run) return;
      presentHits(search, query, next);
      list.children[hits.length]?.querySelector("a").focus();
    });
  }
  if (!search.exact) {
    addAction(`数出准确条数（再读 ${formatNumber(search.left)} 段）`, async () => {
      await search.more(Infinity, Infinity);
      if (mine === run) presentHits(search, query, wanted);
    });
  }
}

function tellCount(search) {
  const found = formatNumber(search.exact ? search.most : search.hits.length);
  if (search.exact) return search.most === 0 ? "没有找到。换一个说法，或少写几个字再试。" : `找到 ${found} 条。`;
  return `至少 ${found} 条，至多 ${formatNumber(search.most)} 条。`;
}

function formatNumber(number) {
  return number.toLocaleString("zh-CN");
}

function present(message, items) {
  count.textContent = message;
  list.replaceChildren(...items);
  actions.replaceChildren();
  document.documentElement.dataset.search = "done";
}

function addAction(label, act) {
  const button = make("button", { type: "button", className: "button" }, label);
  const mine = run;
  button.addEventListener("click", async () => {
    if (mine !== run) return;
    document.documentElement.dataset.search = "busy";
    actions.querySelectorAll("button").forEach((other) => (other.disabled = true));
    try {
      await act();
    } catch (error) {
      console.warn(error);
      actions.querySelectorAll("button").forEach((other) => (other.disabled = false));
      count.textContent = UNREADABLE;
    }
    document.documentElement.dataset.search = "done";
  });
  actions.append(button);
}

function drawHit(hit, words) {
  const page = new URL(hit.address, ROOT).href;
  const item = make("li", { className: "search-hit" });
  item.dataset.kind = hit.kind;
  if (hit.section) item.dataset.section = hit.section;
  const excerpts = cutExcerpts(hit, words);
  const isName = ["agency", "title"].includes(hit.kind) && hit.text === hit.title;
  const part = hit.kind === "table" ? "三张表" : hit.heading;
  const top = page + (excerpts[0]?.anchor ?? "");
  const name = part ? `${hit.title} · ${part}` : hit.title;
  item.append(
    make("p", { className: "search-hit__title" },
      make("span", { className: "search-hit__kind" }, KIND_NAMES[hit.kind]), " ",
      make("a", { href: top }, ...(isName && excerpts.length === 1 ? drawPieces(excerpts[0].pieces) : [name]))),
    ...(isName ? [] : excerpts.map((excerpt) => drawExcerpt(excerpt, page))),
  );
  return item;
}

function drawPieces(pieces) {
  return pieces.map(({ text, marked }) => (marked ? make("mark", {}, text) : text));
}

function drawExcerpt({ anchor, pieces }, page) {
  return make("p", { className: "search-hit__excerpt" }, make("a", { href: page + anchor }, ...drawPieces(pieces)));
}

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
