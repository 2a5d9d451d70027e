// The form of the search page: the box, the mode, the filters. Comes in: what is asked for. Goes out: what is asked for.
// Refuses to know: the index, hits. Places are filled in from the lists of the page of agencies, a province when it is chosen.

import { openLists, pathTo, placesIn } from "../filter/lists.js";
import { fillOptions } from "../filter/rows.js";
import { FILTERS } from "./filters.js";

const PLACES = ["province", "prefecture", "county"];
const NAMES = { region: "地区", agency: "机关" };

/** The form as an object: `read()`, `write(asked)`, `label(name, asked)`, `choosePlace(select)`. */
export function openForm(form) {
  const lists = openLists(new URL(form.dataset.lists, document.baseURI));
  const field = (name) => form.elements.namedItem(name);
  const selects = PLACES.map(field);
  let agency = "";
  let wanted = null; // a place whose list is being read

  const region = () => wanted ?? selects.findLast((select) => select.value)?.value ?? "";
  const provinceOf = (code) => Array.from(selects[0].options, (option) => (option.dataset.unlisted ? "" : option.value)).find((value) => value && value.slice(0, 2) === code.slice(0, 2)) ?? "";
  const fill = (at, places) => fillOptions(selects[at], places);

  /** What the form says; an agency stands in the address alone. */
  const read = () => {
    const asked = { q: field("q").value, mode: field("mode").value, region: region(), agency };
    for (const name of FILTERS) asked[name] ??= field(name)?.value ?? "";
    return asked;
  };

  /** Choose a place, and fill in what lies in it and beside it; one that no list knows stays as its code. */
  const writePlaces = async (code) => {
    if (region() === code) return;
    wanted = code;
    const province = provinceOf(code);
    const list = province ? await lists.read(province).catch(() => null) : null;
    if (wanted !== code) return;
    const steps = list ? pathTo(list, code) : [];
    selects[0].value = province;
    fill(1, steps[0] ? placesIn(list, steps[0].code) : []);
    fill(2, steps[1] ? placesIn(list, steps[1].code) : []);
    steps.forEach((step, at) => selects[at] && (selects[at].value = step.code));
    wanted = null;
    if (region() !== code) addUnknown(selects[province ? 2 : 0], code);
  };

  /** Show what is asked for; resolves when places are there. */
  const write = async (asked) => {
    if (field("q").value !== asked.q) field("q").value = asked.q;
    field("mode").value = asked.mode;
    agency = asked.agency;
    for (const name of FILTERS) {
      const select = field(name);
      if (!select) continue;
      select.value = asked[name];
      if (asked[name] && select.value !== asked[name]) addUnknown(select, asked[name]);
    }
    await writePlaces(asked.region);
  };

  /** What is asked for and the form does not offer: `{name, value}`. A year or place without reports is no such thing. */
  const listUnknown = (asked) => ["level", "function", "section", "state"].map((name) => ({ name, value: asked[name] }))
    .filter(({ name, value }) => value && !Array.from(field(name).options).some((option) => option.value === value && !option.dataset.unlisted));

  /** A place was chosen: what lies in it can be chosen next. */
  const choosePlace = async (select) => {
    const at = selects.indexOf(select);
    wanted = null;
    for (let below = at + 1; below < selects.length; below += 1) fill(below, []);
    if (!select.value || at === selects.length - 1) return;
    const chosen = select.value;
    const list = await lists.read(selects[0].value).catch(() => null);
    if (list && select.value === chosen) fill(at + 1, placesIn(list, chosen));
  };

  /** A filter in words: `{name, value}`; a code where its name cannot be read. */
  const label = async (name, asked) => {
    const select = field(name);
    if (select) {
      const option = Array.from(select.options).find((each) => each.value === asked[name]);
      return { name: select.dataset.name, value: option?.textContent ?? asked[name] };
    }
    const province = provinceOf(asked[name]);
    const list = province ? await lists.read(province).catch(() => null) : null;
    const found = name === "region" ? pathTo(list ?? { places: [] }, asked.region).at(-1)?.label : list?.agencies.find((one) => one.id === asked.agency)?.name;
    return { name: NAMES[name], value: found ?? `${asked[name]}（名单里没有）` };
  };

  return { read, write, label, listUnknown, choosePlace, isPlace: (select) => selects.includes(select) };
}

/** What the address asks for and no list knows is still asked for, and said. */
function addUnknown(select, value) {
  const option = document.createElement("option");
  option.value = option.textContent = value;
  option.dataset.unlisted = "true";
  select.append(option);
  select.disabled = false;
  select.value = value;
}
