// Choosing reports: agencies of a province by name, short name or pinyin initials, and suggestions beside what is
// chosen already. Lists of a province, or of a level and function, are loaded when they are asked for.

import { MOST_AT_ONCE, openLists } from "../filter/lists.js";
import { findAgencies, TYPED } from "../filter/match.js";
import { MOST } from "./address.js";
import { make, refill, whisper } from "../shared/dom.js";
import { ROOT } from "../shared/files.js";
import { loadData } from "./data.js";

const SHOWN = 20;
const PEERS = 8;
const FAILED = "没有读到机关名单，请检查网络后再试。";

const lists = openLists(new URL("agencies/lists/", ROOT));

/** A peer of a catalogue by name of field; a year is `[year, form, scope]`. */
export function readPeer([id, name, region, place, years]) {
  return { id, name, region, place, years };
}

/** Peers with a report of that year in that edition, those of the same scope first, then the nearest by region. */
export function choosePeers(agencies, report) {
  const shared = (agency) => [6, 4, 2].find((at) => agency.region.slice(0, at) === report.region.slice(0, at)) ?? 0;
  const found = [];
  for (const agency of agencies) {
    const held = agency.years.find(([year]) => String(year) === report.year);
    if (!held || agency.id === report.agency_id || held[1] !== report.form) continue;
    found.push({ agency, year: held, rank: [held[2] === report.scope ? 0 : 1, -shared(agency)] });
  }
  return found.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || (a.agency.id < b.agency.id ? -1 : 1));
}

/** Readies the form for choosing; `act.view()` is the view shown, `act.add(id, name)` adds a report to it. */
export async function openPicker(form, act) {
  const { province, name } = form.elements;
  const [list, count] = [form.querySelector("#pick-list"), form.querySelector("#pick-count")];
  let run = 0;

  let everywhere = false; // whether all provinces were asked for
  let total = 0; // agencies of all provinces

  async function refresh() {
    const mine = ++run;
    const typed = name.value.trim();
    if (!province.value && !typed) return show("先选省份，或写下名称再按“找”。", []);
    if (!province.value && total > MOST_AT_ONCE) return show("机关很多，先选省份，再写名称。", []);
    if (!province.value && !everywhere) return show("按“找”，在全部省份的机关里找。", []);
    try {
      const codes = province.value ? [province.value] : [...province.options].map((option) => option.value).filter(Boolean);
      const found = findAgencies((await lists.readAll(codes, () => {})).flatMap((list) => list.agencies), typed);
      if (mine !== run) return;
      const more = found.length > SHOWN ? `，列出前 ${SHOWN} 个，多写几个字就少了` : "";
      show(found.length === 0 ? `没有找到。${TYPED}` : `${found.length} 个机关${more}。`, found.slice(0, SHOWN));
    } catch (error) {
      console.warn(error);
      if (mine === run) show(FAILED, []);
    }
  }

  function show(message, agencies) {
    count.textContent = message;
    refill(list, agencies.map((agency) => drawAgency(agency, act)));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    everywhere = true;
    refresh();
  });
  form.addEventListener("input", refresh);
  try {
    const { provinces } = await loadData("catalogue.json");
    total = provinces.reduce((sum, one) => sum + one.agencies, 0);
    province.append(...provinces.map((one) => make("option", { value: one.code }, `${one.label}（${one.agencies} 个机关）`)));
    refresh();
  } catch (error) {
    console.warn(error);
    show(FAILED, []);
  }
  return { refresh };
}

/** Suggestions beside a report: the same agency's other years, and its peers in the same year. */
export async function suggest(report, labels, act) {
  const kind = `${report.level}-${report.function}`;
  const isParted = (await loadData("catalogue.json"))?.parted.includes(kind); // 太多的，一省一个文件
  const file = await loadData(`peers/${kind}${isParted ? `-${report.region.slice(0, 2)}` : ""}.json`);
  const agencies = (file?.agencies ?? []).map(readPeer);
  const own = agencies.find((agency) => agency.id === report.agency_id);
  const years = (own?.years ?? []).filter(([year]) => String(year) !== report.year).reverse();
  const peers = choosePeers(agencies, report);
  const drawn = [];
  if (years.length > 0) {
    const same = years.filter(([, form]) => form === report.form);
    const others = years.filter(([, form]) => form !== report.form);
    const buttons = [...same, ...others].map((year) => drawYear("year", own, year, act, year[1] === report.form ? "" : labels.forms[year[1]]));
    drawn.push(make("h3", {}, `${report.name}的其他年份`), make("ul", { class: "chips" }, buttons));
  }
  drawn.push(make("h3", {}, `${report.year} 年，同为${labels.levels[report.level] ?? ""}、${labels.functions[report.function] ?? ""}${isParted ? "（同省）" : ""}`));
  if (peers.length === 0) drawn.push(make("p", { class: "muted" }, "没有收录同年度、同版表格的同级同类机关。"));
  else drawn.push(...drawPeers(peers, act));
  return drawn;
}

function drawPeers(peers, act) {
  const list = make("ul", { class: "chips" });
  const draw = ({ agency, year }) => drawYear("peer", agency, year, act, agency.place, agency.name);
  const fill = (number) => list.replaceChildren(...peers.slice(0, number).map(draw));
  fill(PEERS);
  if (peers.length <= PEERS) return [list];
  const more = make("button", { type: "button", class: "button plain" }, `全部 ${peers.length} 个`);
  more.addEventListener("click", () => {
    fill(peers.length);
    more.remove();
    list.children[PEERS]?.querySelector("button")?.focus();
  });
  return [list, more];
}

function drawAgency(agency, act) {
  return make(
    "li",
    {},
    make("span", { class: "compare-name" }, agency.name),
    make("span", { class: "muted" }, agency.path.map((place) => place.label).join(" › ")),
    make("ul", { class: "chips" }, agency.held.map((year) => drawYear("pick", agency, [year], act))),
  );
}

/** A button that adds a report: its year, or the agency's name, with a note behind it. */
function drawYear(place, agency, [year], act, note = "", name = "") {
  const id = `${agency.id}-${year}`;
  const view = act.view();
  const there = view.reports.includes(id);
  const button = make(
    "button",
    { type: "button", id: `${place}-${id}`, "aria-disabled": there || view.reports.length >= MOST ? "true" : null },
    whisper("加入 "),
    name ? name : [whisper(agency.name), `${year} 年`],
    note ? make("small", {}, note) : null,
    there ? make("small", {}, "已选") : null,
  );
  button.addEventListener("click", () => act.add(id, `${agency.name} ${year} 年`));
  return make("li", {}, button);
}
