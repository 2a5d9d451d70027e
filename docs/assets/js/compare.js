// The compare page: what stands in the address is loaded and shown side by side; every choice is written back there.

import { addReport, BOTH, dropReport, MOST, readAddress, TABLES, writeAddress } from "./compare/address.js";
import { drawChosen, nameReport, tellCautions } from "./compare/chosen.js";
import { writeCsv } from "./compare/csv.js";
import { cellAddress, loadData, loadReport } from "./compare/data.js";
import { drawTable } from "./compare/draw_tables.js";
import { drawTexts } from "./compare/draw_text.js";
import { buildTable, chooseReports, listEditions } from "./compare/lines.js";
import { openPicker, suggest } from "./compare/picker.js";
import { make, refill } from "./shared/dom.js";
import { giveFile } from "./shared/files.js";

const TROUBLES = {
  malformed: (text) => `地址里的“${text}”不是报告编号。编号是“机关编号-年份”，例如 410781-chengshiguanliju-2023。`,
  repeated: (text) => `地址里的 ${text} 写了两次，只算一次。`,
  surplus: (text) => `一次至多对照 ${MOST} 份，${text} 没有列入。`,
  base: (text) => `地址里的基准“${text}”不在所选报告里，改以第一份为基准。`,
  missing: (text) => `这里没有编号为 ${text} 的报告：可能写错了，也可能还没有收录。`,
  failed: (text) => `没有读到 ${text}，请检查网络后再试。`,
};
const SITE = document.title;
const LONGEST = 160; // of what is quoted from an address

const find = (id) => document.getElementById(id);
const options = find("compare-options");
const act = {
  view: () => keep(view),
  add: (id, name) => {
    const kept = keep(view);
    if (kept.reports.includes(id)) return say(`${name}已经在里面。`);
    if (kept.reports.length >= MOST) return say(`一次至多对照 ${MOST} 份；先移除一份，再加${name}。`);
    change(addReport(kept, id), `已加入${name}。`);
  },
  drop: (id) => {
    change(dropReport(view, id), "已移除一份。");
    find("compare-chosen").focus();
  },
  setBase: (id) => change({ ...view, base: id }, "已换基准。"),
  setEdition: (edition) => change({ ...view, edition }, ""),
};

let view = readAddress(location.search);
let absent = []; // reports of the address that are not held here
let run = 0;
let shown = [];
let picker = null;
let opened = false; // whether the choice of reports was opened or shut for the first view

window.addEventListener("popstate", () => {
  view = readAddress(location.search);
  show("");
});
options.addEventListener("change", () => {
  const tables = TABLES.filter((table) => options.elements[table].checked);
  const { everyone, only, text } = options.elements;
  change({ ...view, tables, everyone: everyone.checked, only: only.checked, text: text.checked }, "");
});
options.addEventListener("submit", (event) => event.preventDefault());
find("compare-csv").addEventListener("click", takeAway);
find("compare-print").addEventListener("click", () => window.print());
find("compare-again").addEventListener("click", () => show(""));
find("compare-more").open = view.reports.length < 2; // at once, so that little moves when the reports have come
openPicker(find("compare-pick"), act).then((opened) => (picker = opened));
show("");

/** Put the view into the address and show it; `news` is said aloud before what is shown. */
function change(next, news) {
  view = { ...keep(next), troubles: [] };
  history.pushState(null, "", `${location.pathname}${writeAddress(view)}`);
  show(news);
}

/** The view without what is not held here: once the reader goes on, it need not be told again. */
function keep(next) {
  return absent.reduce(dropReport, next);
}

async function show(news) {
  run += 1;
  const mine = run;
  document.documentElement.dataset.compare = "busy";
  for (const table of TABLES) options.elements[table].checked = view.tables.includes(table);
  for (const name of ["everyone", "only", "text"]) options.elements[name].checked = view[name];
  const troubles = [...view.troubles];
  const forms = await loadData("forms.json").catch(() => null);
  const loaded = await Promise.all(view.reports.map((id) => loadReport(id).catch(() => undefined)));
  if (mine !== run) return;
  absent = view.reports.filter((_, at) => loaded[at] === null);
  view.reports.forEach((id, at) => {
    if (loaded[at] === null) troubles.push(["missing", id]);
    if (loaded[at] === undefined) troubles.push(["failed", id]);
  });
  if (!forms) troubles.push(["failed", "对照用的表格版本"]);
  picker?.refresh();
  const reports = forms ? loaded.filter(Boolean) : [];
  const chosen = { ...view, base: reports.find((report) => report.report_id === view.base)?.report_id ?? reports[0]?.report_id ?? "" };
  present(reports, forms, chosen, troubles, news);
  await presentSuggestions(reports[0], forms, mine);
  if (mine === run) document.documentElement.dataset.compare = "done";
}

function present(reports, forms, chosen, troubles, news) {
  const printed = document.querySelector(".print-address");
  if (printed) printed.textContent = location.href;
  document.title = reports.length > 0 ? `${reports.map(nameReport).join("、")} · ${SITE}` : SITE;
  const notes = troubles.map(([kind, text]) => TROUBLES[kind](text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
  if (new Set([...reports, forms].filter(Boolean).map((one) => one.version)).size > 1) notes.push("读到的数据不是同一版，请刷新页面。");
  refill(find("compare-troubles"), notes.map((note) => make("li", {}, note)));
  find("compare-again").hidden = !troubles.some(([kind]) => kind === "failed");
  refill(find("compare-list"), forms ? drawChosen(reports, forms.labels, chosen, act) : []);
  refill(find("compare-cautions"), reports.length > 1 ? tellCautions(reports, forms.labels).map((caution) => make("li", {}, caution)) : []);
  const enough = reports.length > 1;
  if (!opened) find("compare-more").open = !enough;
  opened = true;
  options.hidden = !enough;
  find("compare-result").hidden = !enough;
  find("compare-take").hidden = !enough;
  shown = [];
  if (enough) presentResult(reports, forms, chosen);
  else {
    find("compare-tables").replaceChildren();
    find("compare-texts").replaceChildren();
    refill(find("compare-editions"));
  }
  say(`${news}${tellCount(reports)}`);
  window.dispatchEvent(new Event("resize")); // scroll.js looks again at what can be scrolled
}

function presentResult(reports, forms, chosen) {
  const editions = listEditions(reports).filter(({ form }) => forms.tables.some((table) => form in table.forms));
  const base = reports.find((report) => report.report_id === chosen.base);
  const known = [BOTH, ...editions.map(({ form }) => form)];
  const own = editions.find(({ form }) => form === base.form);
  const edition = known.includes(chosen.edition) ? chosen.edition : chooseEdition(editions, own);
  const together = chooseReports(reports, edition, forms);
  const first = together.find((report) => report.report_id === chosen.base) ?? together[0];
  const inner = { ...chosen, base: first?.report_id ?? "" };
  refill(find("compare-editions"), drawEditions(editions, edition, reports, forms));
  shown = together.length > 1 ? forms.tables.filter(({ table }) => view.tables.includes(table)).map((table) => buildTable(table, forms, together, inner)) : [];
  shown.base = inner.base;
  Object.assign(shown, tellLeftOut(reports, together, edition, editions, forms));
  const tables = shown.flatMap((table) => drawTable(table, together, forms, inner));
  if (together.length > 1 && inner.base !== chosen.base) tables.unshift(make("p", { class: "compare-note" }, `表格以${nameReport(first)}为基准。`));
  if (together.length < 2) tables.push(make("p", {}, together.length === 1 ? `这一版表格只有${nameReport(together[0])}一份，没有可以并排的。` : "所选报告都没有印出可以辨认版本的表格。"));
  refill(find("compare-tables"), tables);
  refill(find("compare-texts"), view.text ? [make("h2", {}, "正文"), ...drawTexts(reports, forms, chosen)] : []);
  find("compare-legend").hidden = shown.length === 0;
  find("compare-text-legend").hidden = !view.text;
  const lines = shown.reduce((sum, table) => sum + table.shown, 0);
  find("compare-csv").hidden = lines === 0;
  find("compare-csv").textContent = `下载 CSV（${lines} 行 × ${together.length} 份）`;
}

/** What is shown unless the address says: the edition of the baseline, else the one with most reports; all of them
 * together where no edition has two reports to put side by side. */
function chooseEdition(editions, own) {
  if (own?.reports.length > 1) return own.form;
  const most = [...editions].sort((a, b) => b.reports.length - a.reports.length)[0];
  if (most?.reports.length === 1 && editions.length > 1) return BOTH;
  return (most ?? own)?.form ?? "";
}

/** Where the editions differ: what that means, and the choice of which are shown together. */
function drawEditions(editions, edition, reports, forms) {
  const names = (found) => found.map(nameReport).join("、");
  const without = reports.filter((report) => !editions.some(({ form }) => form === report.form));
  const drawn = without.length > 0 ? [make("p", { class: "compare-note" }, `${names(without)}没有印出可以辨认版本的表格，只对照正文。`)] : [];
  if (editions.length < 2) return drawn;
  const choose = (value, label) => {
    const radio = make("input", { type: "radio", name: "edition", id: `edition-${value}`, value, checked: value === edition });
    radio.addEventListener("change", () => act.setEdition(value));
    return make("label", {}, radio, ` ${label}`);
  };
  return [
    ...drawn,
    make(
      "fieldset",
      { class: "compare-note" },
      make("legend", {}, "所选报告用了不同版本的表格"),
      make("p", {}, `各版的项目和口径不同，同名的数不一定是同一件事：各版一起看时，含义相同的行对齐、相减，其余按版本分列，不相减。${edition === BOTH ? "" : "现在只并排同一版的。"}`),
      editions.map(({ form, reports: found }) => choose(form, `只看${forms.labels.forms[form] ?? form}：${names(found)}`)),
      choose(BOTH, "各版一起看，只对齐含义相同的行"),
    ),
  ];
}

/** How many reports the tables show, of which edition, and why the others are not among them. */
function tellLeftOut(reports, together, edition, editions, forms) {
  const name = (form) => forms.labels.forms[form] ?? form;
  const others = editions.filter(({ form }) => edition !== BOTH && form !== edition).map(({ form }) => name(form));
  const without = reports.length - editions.reduce((sum, one) => sum + one.reports.length, 0);
  const reasons = [];
  if (others.length > 0) reasons.push(`用的是${others.join("、")}，口径不同（可选“各版一起看”）`);
  if (without > 0) reasons.push("没有可以辨认版本的表格");
  return { reports: together.length, edition: edition === BOTH ? "" : `（${name(edition)}）`, why: reasons.join("，或") };
}

async function presentSuggestions(report, forms, mine) {
  const place = find("compare-suggestions");
  if (!report) return place.replaceChildren();
  const drawn = await suggest(report, forms.labels, act).catch(() => []);
  if (mine === run) refill(place, drawn);
}

function tellCount(reports) {
  if (reports.length === 0) return "还没有选报告。至少选两份，至多六份。";
  if (reports.length === 1) return `选了一份：${nameReport(reports[0])}。再选一份，就可以对照。`;
  const lines = shown.map((table) => `${table.title.split("　")[0]} ${table.shown} 行${table.shown < table.total ? `（共 ${table.total} 行）` : ""}`);
  const counts = lines.length > 0 ? `${lines.join("，")}。` : "";
  if (shown.reports === undefined || shown.reports === reports.length) return `并排 ${reports.length} 份。${counts}`;
  const left = reports.length - shown.reports;
  if (shown.reports < 2) return `选了 ${reports.length} 份，${shown.edition ? `${shown.edition.slice(1, -1)}的只有 ${shown.reports} 份，` : ""}没有可以并排的表格。`;
  return `选了 ${reports.length} 份，表格并排其中 ${shown.reports} 份${shown.edition}；另 ${left} 份${shown.why}，没有列进表格。${counts}`;
}

function say(message) {
  find("compare-count").textContent = message;
}

/** The shown tables as a file, made here. */
function takeAway() {
  const csv = writeCsv(shown, shown.base, cellAddress);
  giveFile(csv, "text/csv;charset=utf-8", `compare-${view.reports.join("_").slice(0, 120)}.csv`);
}
