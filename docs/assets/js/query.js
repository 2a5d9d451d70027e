// The page of questions: what stands in the address is loaded and shown; every choice is written back there. Nothing is
// loaded before it is asked, but the small lists the form is made of.

import { ALL, BENIGN, NEWEST, readAddress, STATES, TOTAL, writeAddress } from "./query/address.js";
import { drawBars, drawLegend, drawLines, LETTERS, MOST_BARS, MOST_LINES, shareOut, tellLine } from "./query/draw_chart.js";
import { drawPager, drawTable, drawYears } from "./query/draw_table.js";
import { drawTotals } from "./query/draw_totals.js";
import { lists, openForm } from "./query/form.js";
import { chooseYears, loadRows, openData, planFiles } from "./query/loading.js";
import { buildCatalogue, listColumns, listMeasures } from "./query/measures.js";
import { cutPage, keepRows, orderRows, PAGE, readSort } from "./query/order.js";
import { findBreaks, scopeBy, spreadYears, usualForms } from "./query/series.js";
import { cite, PORTAL, tabulate, writeCsv, writeNotes, writeText, writeXlsx } from "./query/take.js";
import { sumUp } from "./query/totals.js";
import { isNumber } from "./query/values.js";
import { nameColumn, tellCautions, tellCount, tellQuestion, tellTroubles, write, writeBytes } from "./query/words.js";
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
  page: async (page) => {
    await change({ ...view, page }, false);
    find("query-table").scrollIntoView({ block: "start" });
  },
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
find("query-csv").addEventListener("click", () => give(writeCsv(tabulate(...whatIsShown())), "text/csv;charset=utf-8", "csv"));
find("query-notes").addEventListener("click", () => give(writeText(notes()), "text/plain;charset=utf-8", "txt"));
find("query-xlsx").addEventListener("click", takeWorkbook);
find("query-svg").addEventListener("click", () => give(shown.picture(), "image/svg+xml", "svg"));
for (const [button, text] of [["query-copy-cite", "query-cite"], ["query-copy-link", "query-link"]]) {
  find(button).addEventListener("click", () => copy(find(text).textContent));
}
show(false);

/** Put the view into the address and show it. */
function change(next, moved) {
  const settled = { ...next, troubles: [] };
  if (data && settled.years === NEWEST) settled.years = chooseYears(NEWEST, data.years);
  view = settled;
  history.pushState(null, "", `${location.pathname}${writeAddress(view)}`);
  return show(moved);
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
    refill(find("query-troubles"), tellTroubles(troubles).map((text) => make("li", {}, text)));
    say("");
    return finish(mine);
  }
  const columns = listColumns(settled, catalogue);
  if (troubles.some(([kind]) => !BENIGN.has(kind))) refuse(settled, troubles);
  else if (await load(settled, columns, mine)) {
    if (answer.troubles.length > 0) refuse({ ...settled, agencies: settled.agencies.filter((id) => !answer.troubles.some(([, told]) => told === id)) }, [...troubles, ...answer.troubles]);
    else present(settled, troubles, moved);
  }
  if (mine === run && moved) find("query-result-head").focus();
  finish(mine);
}

/** What was asked cannot be followed, so no numbers are shown: another question would be answered. */
function refuse(settled, troubles) {
  find("query-body").hidden = true;
  find("query-question").textContent = "";
  refill(find("query-cautions"));
  const again = make("a", { href: `./${writeAddress(settled)}` }, "去掉认不得的，照其余的问");
  refill(find("query-troubles"), tellTroubles(troubles).map((text) => make("li", {}, text)), make("li", {}, "问的不清楚，所以没有列出数。可以改上面的问题，或", again, "。"));
  say("地址里有认不得的内容，没有列出结果。");
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
    if (asked[name] && !Object.hasOwn(labels[of], asked[name])) {
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
    answer = { key, columns, rows: read.rows, summed: sumUp(read.rows, columns), bytes: read.bytes, files: read.files, held: read.held, unheld: read.unheld, place, troubles: missing };
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
  const spread = years ? spreadYears(rows, columns, answer.held) : null;
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
  refill(find("query-troubles"), tellTroubles(troubles).map((text) => make("li", {}, text)));
  refill(find("query-cautions"), tellCautions(rows, columns, labels, sort.at >= 0).map((text) => make("li", {}, text)));
  find("query-body").hidden = rows.length === 0;
  const usual = usualForms(rows);
  const breaks = findBreaks([...usual.keys()], usual);
  const caption = page.pages > 1 ? `第 ${write(page.page)} 页，共 ${write(page.pages)} 页，${write(page.total)} 行，每页 ${PAGE} 行。` : `${write(page.total)} 行。`;
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
  find("query-printed").textContent = `${page.pages > 1 ? `这里印的是第 ${page.page} 页，共 ${page.pages} 页、${page.total} 行；全部的行见 CSV 或 Excel。` : ""}引用：${shown.about.citation}`;
  say(`${tellCount(rows, shown.rows.length, columns, summed, answer.unheld, labels)}${rows.length > 0 ? `读了 ${writeBytes(answer.bytes)}。` : ""}`);
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
  if (drawn?.only) return refill(place, make("p", { class: "note" }, `只有 ${drawn.only} 年有数，画不成折线；请看条形图，或多选几年。`));
  if (!drawn) {
    return refill(place, make("p", { class: "note" }, bars ? "没有可以画成条形的数。" : "没有可以画成折线的数。"));
  }
  const { column, when, picture, legend, lines, notes } = drawn;
  const title = `${nameColumn(column, labels)}，${when}`;
  refill(place, make("figure", { class: "q-figure" },
    make("figcaption", {}, make("p", { class: "q-title" }, title, make("span", { class: "q-unit" }, `单位：${column.unit}`))),
    picture, legend, make("p", { class: "q-source" }, `${notes}来源：各机关的年度报告；数据版本 ${catalogue.version}。每个数都在下面的表里。`)));
  find("query-svg").hidden = false;
  shown.picture = () => standAlone(picture, `${title}（单位：${column.unit}）`, [...lines, ...(notes ? [notes] : []), `来源：各机关的年度报告，经“${PORTAL}”整理，数据版本 ${catalogue.version}，CC0 1.0。`, shown.about.address]);
}

function chartBars(groups, sort, width) {
  const { columns } = answer;
  const at = Math.max(0, sort.at);
  const sorted = sort.at >= 0 ? groups : orderRows(groups.flatMap((group) => group.rows), { key: columns[at].code, down: true, at });
  const numbers = sorted.filter((group) => group.kind === "scope");
  const year = numbers.flatMap((group) => group.rows).reduce((newest, row) => Math.max(newest, row.year), 0);
  if (year === 0) return null;
  const own = numbers.map((group) => ({ ...group, own: group.rows.filter((row) => row.year === year) })).filter((group) => group.own.length > 0);
  const given = shareOut(own.map((group) => group.own.length), MOST_BARS);
  const taken = own.map((group, place) => ({ ...group, rows: group.own.slice(0, given[place]) }));
  const others = numbers.some((group) => group.rows.some((row) => row.year !== year)) ? `只画 ${year} 年，别的年份没有画。` : "";
  const notes = `${taken.length > 1 ? "各统计范围分开画，各用各的尺，条的长短只在一组之内可比。" : ""}${others}`;
  return { column: columns[at], when: `${year} 年`, picture: drawBars(taken, at, columns[at], catalogue.labels, width), legend: null, lines: [], notes };
}

function chartLines(groups, heads, breaks, width) {
  const all = groups.flatMap((group) => group.rows).filter((row) => row.values.some(isNumber));
  if (all.length === 0) return null;
  const { column } = all[0];
  const own = all.filter((row) => row.column.code === column.code);
  own.sort((a, b) => b.values.filter(isNumber).length - a.values.filter(isNumber).length);
  const rows = own.slice(0, MOST_LINES);
  const first = Math.min(...rows.map((row) => row.values.findIndex(isNumber))); // the years before hold no number to draw
  if (heads.length - first < 2) return { only: heads.at(-1).year };
  const drawn = rows.map((row) => ({ ...row, values: row.values.slice(first), reports: row.reports.slice(first) }));
  const years = heads.slice(first).map(({ year }) => year);
  const more = own.length > rows.length ? `画了有数的年份最多的 ${rows.length} 个机关，共 ${write(own.length)} 个有数；可用“在结果里找机关”换别的。` : "";
  const name = nameColumn(column, catalogue.labels);
  return {
    column, when: `${years[0]} 至 ${years.at(-1)} 年`, picture: drawLines(drawn, years, breaks, name, width),
    legend: drawLegend(drawn, (row) => tellLine(row, years, catalogue.labels)), lines: drawn.map((row, at) => `${LETTERS[at]}　${tellLine(row, years, catalogue.labels)}`), notes: `${more}没有数的年份空着，换表处画双线、不连线。`,
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
  return { question, address: `${location.origin}${location.pathname}${writeAddress(exact)}`, version: catalogue.version, date: catalogue.date, today: new Intl.DateTimeFormat("sv-SE").format(new Date()) };
}

function whatIsShown() {
  return [shown.rows, answer.columns, catalogue, shown.about];
}

function notes() {
  const { columns, summed, unheld } = answer;
  return writeNotes(shown.rows, columns, summed, unheld, catalogue, shown.about);
}

async function takeWorkbook() {
  const told = find("query-take-said");
  told.textContent = "正在写 Excel 文件……";
  try {
    give(await writeXlsx(tabulate(...whatIsShown(), true), notes()), "", "xlsx");
  } catch (error) {
    console.warn(error);
    told.textContent = "Excel 文件没有写成，请再试，或下载 CSV。";
  }
}

function give(content, type, ending) {
  const name = `${fileName()}.${ending}`;
  giveFile(content, type, name);
  find("query-take-said").textContent = `已交给浏览器保存：${name}`;
}

async function copy(text) {
  const told = await navigator.clipboard?.writeText(text).then(() => "已复制。", () => "") ?? "";
  find("query-take-said").textContent = told || "浏览器不让复制，请选中文字再复制。";
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
