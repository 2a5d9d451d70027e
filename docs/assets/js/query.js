// The page of questions: what stands in the address is loaded and shown; every choice is written back there. Nothing is
// loaded before it is asked, but the small lists the form is made of.

import { ALL, NEWEST, readAddress, STATES, TOTAL, writeAddress } from "./query/address.js";
import { drawBars, drawLegend, drawLines, MOST_BARS, MOST_LINES } from "./query/draw_chart.js";
import { drawPager, drawTable, drawYears } from "./query/draw_table.js";
import { drawTotals } from "./query/draw_totals.js";
import { lists, openForm } from "./query/form.js";
import { chooseYears, loadRows, openData, planFiles } from "./query/loading.js";
import { buildCatalogue, listColumns, listMeasures } from "./query/measures.js";
import { cutPage, keepRows, orderRows, readSort } from "./query/order.js";
import { findBreaks, scopeBy, spreadYears, usualForms } from "./query/series.js";
import { cite, tabulate, writeCsv, writeNotes, writeText, writeXlsx } from "./query/take.js";
import { sumUp } from "./query/totals.js";
import { isNumber } from "./query/values.js";
import { nameColumn, tellCautions, tellCount, tellQuestion, tellTrouble, write, writeBytes } from "./query/words.js";
import { fold, prepare, score } from "./filter/match.js";
import { make, refill } from "./shared/dom.js";
import { giveFile } from "./shared/files.js";
import { standAlone } from "./query/picture.js";

const SITE = document.title;
const PAUSE = 200;

const find = (id) => document.getElementById(id);
const options = find("query-options");
let view = readAddress(location.search);
let data = null;
let catalogue = null;
let form = null;
let answer = null; // {key, columns, rows, summed, bytes, place, troubles}
let shown = null; // what of the answer is shown: rows in their order, about
let run = 0;
let waiting = 0;

const act = {
  ask: (asked) => {
    if (asked.measures.length === 0) return tellCost("请先选至少一个指标。");
    change(asked, true);
  },
  weigh: (asked) => tellCost(weigh(asked)),
  say: (text) => tellCost(text),
  sort: (sort) => change({ ...view, sort, page: 1 }, false),
  page: (page) => change({ ...view, page }, false),
};

window.addEventListener("popstate", () => {
  view = readAddress(location.search);
  show(false);
});
options.addEventListener("submit", (event) => event.preventDefault());
options.addEventListener("change", (event) => {
  if (event.target.name === "find") return;
  change({ ...view, view: options.elements.view.value, state: options.elements.state.value, page: 1 }, false);
});
options.elements.find.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => change({ ...view, find: options.elements.find.value.trim(), page: 1 }, false), PAUSE);
});
find("query-reload").addEventListener("click", () => show(false));
find("query-again").addEventListener("click", () => show(true));
find("query-csv").addEventListener("click", () => giveFile(writeCsv(tabulate(...whatIsShown())), "text/csv;charset=utf-8", `${fileName()}.csv`));
find("query-notes").addEventListener("click", () => giveFile(writeText(notes()), "text/plain;charset=utf-8", `${fileName()}.txt`));
find("query-xlsx").addEventListener("click", takeWorkbook);
find("query-svg").addEventListener("click", () => giveFile(standAlone(find("query-chart").querySelector("svg")), "image/svg+xml", `${fileName()}.svg`));
show(false);

/** Put the view into the address and show it. */
function change(next, moved) {
  const settled = { ...next, troubles: [] };
  if (data && settled.years === NEWEST) settled.years = chooseYears(NEWEST, data.years);
  view = settled;
  history.pushState(null, "", `${location.pathname}${writeAddress(view)}`);
  show(moved);
}

/** Reads what the view needs, and shows it; `moved`: the reader asked just now, so the answer gets the focus. */
async function show(moved) {
  run += 1;
  const mine = run;
  document.documentElement.dataset.query = "busy";
  await prepareForm(mine);
  if (mine !== run || !form) return finish(mine);
  const { settled, troubles } = await settle(view);
  if (mine !== run) return;
  await form.fill(settled).catch(() => {});
  if (mine !== run) return;
  tellCost(weigh(settled));
  const asks = settled.measures.length > 0;
  find("query-result").hidden = !asks && troubles.length === 0;
  find("query-ask").open = !asks;
  find("query-summary").textContent = asks ? "改这一问：指标、机关、年份" : "选指标、机关、年份";
  find("query-examples").hidden = asks;
  find("query-afresh").hidden = !asks;
  document.title = SITE;
  if (!asks) {
    if (location.search && troubles.length === 0) troubles.push(["empty", ""]);
    find("query-result").hidden = troubles.length === 0;
    find("query-body").hidden = true;
    refill(find("query-question"));
    refill(find("query-cautions"));
    refill(find("query-troubles"), troubles.map((one) => make("li", {}, tellTrouble(one))));
    say("");
    return finish(mine);
  }
  const columns = listColumns(settled, catalogue);
  if (await load(settled, columns, mine)) present(settled, troubles, moved);
  if (mine === run && moved) find("query-result-head").focus();
  finish(mine);
}

function finish(mine) {
  if (mine === run) document.documentElement.dataset.query = "done";
}

async function prepareForm(mine) {
  if (form) return;
  find("query-reload").hidden = true;
  try {
    data = await openData();
    if (mine !== run || form) return;
    catalogue = buildCatalogue(data.forms, data.measures);
    form = openForm(find("query-form"), catalogue, data, act);
    find("query-form").hidden = false;
    const reports = data.years.reduce((sum, one) => sum + one.reports, 0);
    find("query-start").textContent = `${write(reports)} 份报告，${data.years.length > 0 ? `${data.years.at(-1).year} 至 ${data.years[0].year} 年度` : "没有年度"}，${write(listMeasures(catalogue).length)} 个指标。按“查询”以后才读数据，只读问到的年份和表。`;
  } catch (error) {
    console.warn(error);
    if (mine !== run) return;
    find("query-start").textContent = "没有读到指标和机关的清单，请检查网络后再试。";
    find("query-reload").hidden = false;
  }
}

/** The view with only what exists here, and what had to be left out. */
async function settle(asked) {
  const troubles = [...asked.troubles];
  const keep = (values, known, kind) => values.filter((value) => known.has(value) || !troubles.push([kind, value]));
  const labels = catalogue.labels;
  const settled = { ...asked };
  settled.measures = keep(asked.measures, new Set(listMeasures(catalogue).map(({ code }) => code)), "measure");
  settled.applicants = keep(asked.applicants, new Set(catalogue.applicants.map(({ code }) => code)), "applicant");
  if (settled.applicants.length === 0) settled.applicants = [TOTAL];
  for (const [name, of] of [["level", "levels"], ["function", "functions"], ["scope", "scopes"], ["form", "forms"]]) {
    if (asked[name] && !(asked[name] in labels[of])) {
      troubles.push([name, asked[name]]);
      settled[name] = "";
    }
  }
  if (Array.isArray(asked.years)) settled.years = keep(asked.years, new Set(data.years.map(({ year }) => year)), "year");
  if (asked.region && (await nameRegion(asked.region)) === "") {
    troubles.push(["region", asked.region]);
    settled.region = "";
  }
  return { settled, troubles };
}

/** The label of a region with reports, "" where there is none, its code where the list could not be read. */
async function nameRegion(code) {
  const top = data.provinces.find((one) => one.code.slice(0, 2) === code.slice(0, 2));
  if (!top) return "";
  if (top.code === code) return top.label;
  const list = await lists.read(top.code).catch(() => null);
  if (!list) return code;
  const place = list.places.find((one) => one.code === code);
  return place ? (place.label.startsWith(top.label) ? place.label : `${top.label}${place.label}`) : "";
}

/** Whether the answer to this question is there, loaded now or before. */
async function load(settled, columns, mine) {
  const { measures, applicants, years, region, level, function: work, scope, form: edition, agencies } = settled;
  const key = JSON.stringify([measures, applicants, years, region, level, work, scope, edition, agencies]);
  if (answer?.key === key) return true;
  answer = null;
  find("query-body").hidden = true;
  find("query-again").hidden = true;
  refill(find("query-troubles"));
  refill(find("query-cautions"));
  const place = settled.region ? await nameRegion(settled.region) : "";
  find("query-question").textContent = tellQuestion(settled, columns, data, catalogue.labels, place);
  let failed = false; // what is still under way says nothing any more
  try {
    const read = await loadRows(settled, columns, data, catalogue.ratesFrom, (done, files, bytes) => {
      if (mine === run && !failed) say(`正在读：${done}/${files} 个文件，${writeBytes(bytes)}`);
    });
    if (mine !== run) return false;
    const missing = settled.agencies.filter((id) => !read.agencies.has(id)).map((id) => ["agency", id]);
    form.learn(read.agencies);
    answer = { key, columns, rows: read.rows, summed: sumUp(read.rows, columns), bytes: read.bytes, files: read.files, place, troubles: missing };
    return true;
  } catch (error) {
    failed = true;
    console.warn(error);
    if (mine !== run) return false;
    say("没有读到全部数据，所以不列结果。请检查网络后再试。");
    find("query-again").hidden = false;
    return false;
  }
}

function present(settled, troubles, moved) {
  const { columns, rows, summed, place } = answer;
  const { labels } = catalogue;
  for (const name of ["view", "state", "find"]) if (document.activeElement !== options.elements[name]) options.elements[name].value = settled[name];
  const years = settled.view === "years" || settled.view === "lines";
  const spread = years ? spreadYears(rows, columns) : null;
  const heads = years ? spread.columns : columns;
  let sort = readSort(settled.sort, heads);
  if (!sort) {
    if (years && readSort(settled.sort, columns)) sort = readSort("", heads);
    else {
      troubles.push(["sort", settled.sort]);
      sort = readSort("", heads);
    }
  }
  const base = years ? scopeBy(spread.rows, sort.at) : rows;
  const kept = keepRows(base, matcher(settled.find), STATES.includes(settled.state) ? settled.state : "");
  const groups = orderRows(kept, sort);
  const page = cutPage(groups, settled.page);
  const question = tellQuestion(settled, columns, data, labels, place);
  shown = { rows: years ? reportsOf(groups, settled) : groups.flatMap((group) => group.rows), about: about(question) };
  document.title = `${question} · ${SITE}`;
  find("query-question").textContent = question;
  const printed = document.querySelector(".print-address");
  if (printed) printed.textContent = location.href;
  refill(find("query-troubles"), [...troubles, ...answer.troubles].map((one) => make("li", {}, tellTrouble(one))));
  refill(find("query-cautions"), tellCautions(rows, columns, labels, sort.at >= 0).map((text) => make("li", {}, text)));
  find("query-body").hidden = rows.length === 0;
  const usual = usualForms(rows);
  const breaks = findBreaks([...usual.keys()], usual);
  const caption = page.pages > 1 ? `第 ${write(page.page)} 页，共 ${write(page.total)} 行。` : `${write(page.total)} 行。`;
  const table = years
    ? drawYears(page, heads, sort, catalogue, act, `${columns.length > 1 ? "" : `${nameColumn(columns[0], labels)}，单位：${columns[0].unit}。`}${caption}`, columns.length > 1, breaks, usual)
    : drawTable(page, columns, sort, catalogue, act, caption);
  refill(find("query-table"), table);
  refill(find("query-pager"), drawPager(page, act, "行"));
  presentChart(settled, groups, sort, heads, breaks);
  refill(find("query-totals"), drawTotals(summed, catalogue));
  shown.about.citation = cite(shown.rows, shown.about);
  find("query-cite").textContent = shown.about.citation;
  find("query-link").href = shown.about.address;
  find("query-link").textContent = shown.about.address;
  say(`${tellCount(rows, shown.rows.length, columns, summed, labels)}${rows.length > 0 ? `读了 ${writeBytes(answer.bytes)}。` : ""}`);
  window.dispatchEvent(new Event("resize")); // scroll.js looks again at what can be scrolled
}

/** The reports behind rows that hold several years each, in their order, each once. */
function reportsOf(groups, settled) {
  const state = settled.state;
  const found = new Set(groups.flatMap((group) => group.rows).flatMap((row) => row.reports).filter(Boolean));
  return [...found].filter((row) => !state || row.values.some((value) => value.state === state));
}

function matcher(typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const known = new Map();
  return (row) => {
    if (!known.has(row.agency)) known.set(row.agency, score(prepare([row.name], row.agency, ""), words) >= 0);
    return known.get(row.agency);
  };
}

function presentChart(settled, groups, sort, heads, breaks) {
  const place = find("query-chart");
  find("query-svg").hidden = true;
  if (settled.view === "table" || settled.view === "years") return place.replaceChildren();
  const { labels } = catalogue;
  const width = place.clientWidth || 720;
  const bars = settled.view === "bars";
  const drawn = bars ? chartBars(groups, sort, width) : chartLines(groups, heads, breaks, width);
  if (!drawn) {
    return refill(place, make("p", { class: "note" }, bars ? "没有可以画成条形的数。" : "没有可以画成折线的数。"));
  }
  const { column, when, picture, legend, notes } = drawn;
  refill(place, make("figure", { class: "q-figure" },
    make("figcaption", {}, make("p", { class: "q-title" }, `${nameColumn(column, labels)}，${when}`, make("span", { class: "q-unit" }, `单位：${column.unit}`))),
    picture, legend, make("p", { class: "q-source" }, `${notes}来源：各机关的年度报告；数据版本 ${catalogue.version}。每个数都在下面的表里。`)));
  find("query-svg").hidden = false;
}

function chartBars(groups, sort, width) {
  const { columns } = answer;
  const at = Math.max(0, sort.at);
  const sorted = sort.at >= 0 ? groups : orderRows(groups.flatMap((group) => group.rows), { key: columns[at].code, down: true, at });
  const numbers = sorted.filter((group) => group.kind === "scope").map((group) => ({ ...group, rows: group.rows.filter((row) => isNumber(row.values[at])) }));
  const years = numbers.flatMap((group) => group.rows.map((row) => row.year));
  if (years.length === 0) return null;
  const year = Math.max(...years);
  let left = MOST_BARS, whole = 0;
  const taken = numbers.map((group) => {
    const own = group.rows.filter((row) => row.year === year);
    whole += own.length;
    const rows = own.slice(0, Math.max(0, left));
    left -= rows.length;
    return { ...group, rows };
  }).filter((group) => group.rows.length > 0);
  const count = taken.reduce((sum, group) => sum + group.rows.length, 0);
  const notes = `${count < whole ? `画了 ${count} 份，${write(whole)} 份有数；` : ""}按统计范围分组，不跨范围比较。`;
  return { column: columns[at], when: `${year} 年`, picture: drawBars(taken, at, columns[at], catalogue.labels, width), legend: null, notes };
}

function chartLines(groups, heads, breaks, width) {
  const all = groups.flatMap((group) => group.rows).filter((row) => row.values.some(isNumber));
  if (all.length === 0) return null;
  const { column } = all[0];
  const own = all.filter((row) => row.column.code === column.code);
  own.sort((a, b) => b.values.filter(isNumber).length - a.values.filter(isNumber).length);
  const rows = own.slice(0, MOST_LINES);
  const first = Math.min(...rows.map((row) => row.values.findIndex(isNumber))); // the years before hold no number to draw
  const drawn = rows.map((row) => ({ ...row, values: row.values.slice(first), reports: row.reports.slice(first) }));
  const years = heads.slice(first).map(({ year }) => year);
  const more = own.length > rows.length ? `画了有数的年份最多的 ${rows.length} 个机关，共 ${write(own.length)} 个有数；可用“在结果里找机关”换别的。` : "";
  const name = nameColumn(column, catalogue.labels);
  return {
    column, when: `${years[0]} 至 ${years.at(-1)} 年`, picture: drawLines(drawn, years, breaks, name, width),
    legend: drawLegend(rows, (row) => `${row.name}（${catalogue.labels.scopes[row.scope]}）`), notes: `${more}没有数的年份空着，换表处画双线、不连线。`,
  };
}

function weigh(asked) {
  if (asked.measures.length === 0) return "";
  const columns = listColumns(asked, catalogue);
  const files = planFiles(asked, columns, data);
  return `要读 ${write(files.length)} 个文件，共 ${writeBytes(files.reduce((sum, file) => sum + file.bytes, 0))}（读过的不再读）。`;
}

function about(question) {
  const exact = { ...view, years: view.years === NEWEST ? chooseYears(NEWEST, data.years) : view.years };
  return { question, address: `${location.origin}${location.pathname}${writeAddress(exact)}`, version: catalogue.version };
}

function whatIsShown() {
  return [shown.rows, answer.columns, catalogue, shown.about];
}

function notes() {
  const { columns, summed } = answer;
  return writeNotes(shown.rows, columns, summed, catalogue, shown.about);
}

async function takeWorkbook() {
  const told = find("query-take-said");
  told.textContent = "正在写 Excel 文件……";
  try {
    giveFile(await writeXlsx(tabulate(...whatIsShown()), notes()), "", `${fileName()}.xlsx`);
    told.textContent = "Excel 文件写好了。";
  } catch (error) {
    console.warn(error);
    told.textContent = "Excel 文件没有写成，请再试，或下载 CSV。";
  }
}

function fileName() {
  const years = view.years === ALL ? "all" : [].concat(view.years).join("-");
  return `query-${view.measures.map((code) => code.split(".").slice(1).join("-")).join("_").slice(0, 60)}-${years}`.slice(0, 100);
}

function say(text) {
  find("query-count").textContent = text;
}

function tellCost(text) {
  find("query-cost").textContent = text;
}
