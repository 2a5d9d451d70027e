// The form: measures, applicants, agencies, years, without writing anything. In: the catalogue, the data's plan. `fill(view)`
// shows a question in it, `read()` gives the question it holds. Refuses to know: what an answer looks like.

import { fillOptions } from "../filter/rows.js";
import { MOST_AT_ONCE, openLists, placesIn } from "../filter/lists.js";
import { make, refill, whisper } from "../shared/dom.js";
import { ROOT } from "../shared/files.js";
import { ALL, emptyView, MOST_MEASURES, NEWEST, TOTAL } from "./address.js";
import { openPicks } from "./picks.js";
import { DERIVED, isByApplicant, listMeasures } from "./measures.js";
import { chooseYears } from "./loading.js";
import { write } from "./words.js";

export const lists = openLists(new URL("agencies/lists/", ROOT));

const WIDE = matchMedia("(min-width: 45em)").matches; // on a phone every table begins folded

/** Readies the form; `act.ask(view)` is called with a question, `act.weigh(view)` whenever it changes. */
export function openForm(form, catalogue, data, act) {
  const { province, prefecture, county, level } = form.elements;
  const measures = listMeasures(catalogue);
  const byCode = new Map(measures.map((measure) => [measure.code, measure]));
  const provinces = data.provinces.map(({ code }) => code);
  const chosen = form.querySelector("#query-chosen");
  form.querySelector("#query-measures").replaceChildren(...drawMeasures(measures));
  form.querySelector("#query-applicants").append(...catalogue.applicants.map((one) => check("a", one.code, one.label)).reverse());
  form.querySelector("#query-years").append(check("year", ALL, "全部年度"), ...data.years.map(({ year, reports }) => check("year", year, year, `${write(reports)} 份`)));
  province.append(...data.provinces.map((one) => option(one.code, `${one.label}（${write(one.reports)} 份报告）`)));
  for (const [name, of] of [["level", "levels"], ["function", "functions"], ["scope", "scopes"], ["form", "forms"]]) {
    form.elements[name].append(...Object.entries(catalogue.labels[of]).filter(([code]) => code !== "none").map(([code, label]) => option(code, label)));
  }
  const total = data.provinces.reduce((sum, one) => sum + one.agencies, 0);
  const where = () => (total <= MOST_AT_ONCE ? provinces : [province.value].filter(Boolean));
  const picks = openPicks(form.querySelector("#query-picks"), lists, where, () => change());
  const boxes = (name) => [...form.querySelectorAll(`input[name="${name}"]`)];
  const ticked = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);

  function read() {
    const years = ticked("year");
    const applicants = ticked("a");
    return {
      ...emptyView(),
      measures: order.filter((code) => boxOf(code)?.checked),
      applicants: applicants.length > 0 ? catalogue.applicants.map(({ code }) => code).reverse().filter((code) => applicants.includes(code)) : [TOTAL],
      years: years.includes(ALL) ? ALL : years.length > 0 ? years.sort() : NEWEST,
      region: county.value || prefecture.value || province.value,
      level: level.value, function: form.elements.function.value, scope: form.elements.scope.value, form: form.elements.form.value,
      agencies: picks.read(),
    };
  }

  let order = []; // the measures in the order in which they were chosen
  const boxOf = (code) => form.querySelector(`input[name="m"][value="${CSS.escape(code)}"]`);

  /** Shows a question; what lies in a folded part is unfolded where something of it is chosen. */
  async function fill(view) {
    for (const box of boxes("m")) box.checked = view.measures.includes(box.value);
    order = [...view.measures];
    for (const box of boxes("a")) box.checked = view.applicants.includes(box.value);
    const years = view.years === ALL ? [ALL] : chooseYears(view.years, data.years);
    for (const box of boxes("year")) box.checked = years.includes(box.value);
    for (const name of ["level", "function", "scope", "form"]) form.elements[name].value = view[name];
    picks.fill(view.agencies);
    change(false);
    await fillRegion(view.region);
  }

  async function fillRegion(code) {
    const top = provinces.find((one) => one.slice(0, 2) === code.slice(0, 2)) ?? "";
    province.value = top;
    fillOptions(prefecture, []);
    fillOptions(county, []);
    if (!top) return;
    const list = await lists.read(top);
    const path = list.agencies.find((one) => one.path.some((place) => place.code === code))?.path ?? [];
    const steps = path.slice(0, path.findIndex((place) => place.code === code) + 1);
    fillOptions(prefecture, placesIn(list, top));
    if (!steps[1]) return;
    prefecture.value = steps[1].code;
    fillOptions(county, placesIn(list, steps[1].code));
    if (steps[2]) county.value = steps[2].code;
  }

  function change(weigh = true) {
    const view = read();
    refill(chosen, view.measures.map((code) => drawChip(byCode.get(code), () => {
      boxOf(code).checked = false;
      order = order.filter((one) => one !== code);
      change();
      (chosen.querySelector("button") ?? form.querySelector("#query-measures summary")).focus();
    })));
    form.querySelector("#query-none").hidden = view.measures.length > 0;
    form.querySelector("#query-who").hidden = !view.measures.some((code) => isByApplicant(byCode.get(code)));
    if (weigh) act.weigh(view);
  }

  form.addEventListener("change", async (event) => {
    const box = event.target;
    if (box.name === "m") {
      order = box.checked ? [...order, box.value] : order.filter((code) => code !== box.value);
      if (order.length > MOST_MEASURES) {
        box.checked = false;
        order.pop();
        act.say(`一次至多问 ${MOST_MEASURES} 个指标。`);
      }
    }
    if (box.name === "year" && box.checked) for (const other of boxes("year")) if ((other.value === ALL) !== (box.value === ALL)) other.checked = false;
    if (box === province || box === prefecture) {
      fillOptions(county, []);
      if (box === province) fillOptions(prefecture, []);
      try {
        if (province.value) {
          const list = await lists.read(province.value);
          if (box === province) fillOptions(prefecture, placesIn(list, province.value));
          else if (prefecture.value) fillOptions(county, placesIn(list, prefecture.value));
        }
      } catch {
        act.say("没有读到这一省的地区，请稍后再试；只按省限定仍然可以。");
      }
    }
    if (box.name !== "name") change();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act.ask(read());
  });
  return { fill, read, learn: picks.learn };
}

function option(code, label) {
  return make("option", { value: code }, label);
}

function check(name, value, label, note = "") {
  return make("label", {}, make("input", { type: "checkbox", name, value }), label, note ? make("small", {}, note) : null);
}

function drawChip(measure, drop) {
  const name = measure.short ?? [measure.head, measure.label].filter(Boolean).join("：");
  const button = make("button", { type: "button", id: `drop-${measure.code}` }, name, make("span", { "aria-hidden": "true" }, " ×"), whisper("，移除"));
  button.addEventListener("click", drop);
  return make("li", {}, button);
}

/** The measures, a fold a table; under heads as the form prints them. */
function drawMeasures(measures) {
  const tables = [...new Set(measures.map(({ table }) => table))];
  return tables.map((table) => {
    const own = measures.filter((measure) => measure.table === table);
    const groups = [];
    for (const measure of own) {
      const head = [...measure.groups, measure.head].filter(Boolean).join(" ｜ ");
      if (groups.at(-1)?.head !== head) groups.push({ head, measures: [] });
      groups.at(-1).measures.push(measure);
    }
    return make("details", { class: "more query-table", open: WIDE && (table === DERIVED || table === "applications") },
      make("summary", {}, `${own[0].title}`, make("small", {}, `${own.length} 项`)),
      make("div", { class: "query-groups" }, groups.map(drawGroup)));
  });
}

function drawGroup({ head, measures }) {
  const shared = head && measures[0].derived ? drawDefinition(measures[0]) : null; // one definition for all channels
  return make("div", { class: "query-group", role: "group", "aria-label": head || measures[0].title }, head ? make("p", { class: "query-head" }, head) : null,
    measures.map((measure) => make("div", { class: measure.sum ? "sum" : measure.derived && !shared ? "derived" : null }, drawMeasure(measure), measure.derived && !shared ? drawDefinition(measure) : null)), shared);
}

function drawMeasure(measure) {
  const code = measure.code.split(".").slice(1).join(".");
  const editions = measure.table !== DERIVED && measure.forms.length === 1 ? `只在 ${measure.forms[0]} 年版` : "";
  return make("label", {}, make("input", { type: "checkbox", name: "m", value: measure.code }),
    make("span", {}, measure.label, make("small", { title: measure.labelEn || null }, [code, editions, measure.unit === "件" || measure.unit === "%" ? "" : measure.unit].filter(Boolean).join("，"))));
}

function drawDefinition({ derived }) {
  return make("details", { class: "query-definition" }, make("summary", {}, "怎样算", whisper(`：${derived.label}`)), make("p", {}, derived.definition, derived.note ?? "", " ", make("a", { href: new URL(derived.href, ROOT).href }, "字典里的这一项", whisper(`：${derived.label}`))));
}
