// The question stands in the address, and nowhere else: read from it, written to it. What cannot be followed is told,
// never guessed: BENIGN troubles leave the numbers as they are, with any other no numbers are shown. Codes are only checked for their shape here; whether they exist is settled once the lists are read.

export const VIEWS = ["table", "years", "bars", "lines"];
export const STATES = ["blank", "dash", "absent", "unreadable"];
export const ALL = "all";
export const NEWEST = "newest";
export const TOTAL = "total";
export const MOST_MEASURES = 12;
export const MOST_AGENCIES = 60;

const MEASURE = /^[a-z0-9_]{1,60}(\.[a-z0-9_]{1,60}){1,2}$/;
const CODE = /^[a-z0-9_]{1,60}$/;
const AGENCY = /^[0-9a-z][0-9a-z-]{0,150}$/;
const YEAR = /^[0-9]{4}$/;
const SPAN = /^([0-9]{4}) ?[-–—~～至] ?([0-9]{4})$/;
const LONGEST_SPAN = 60;
const SORT = /^-?[a-z0-9_.@]{1,200}$/;
const SINGLE = { region: CODE, level: CODE, function: CODE, scope: CODE, form: CODE };
const KNOWN = new Set(["m", "a", "years", "agency", "find", "state", "sort", "view", "page", ...Object.keys(SINGLE)]);

/** Troubles that change nothing about which numbers are asked for. */
export const BENIGN = new Set(["unknown", "view", "sort", "page", "year"]);

/** The view without a question. */
export function emptyView() {
  return {
    measures: [], applicants: [TOTAL], years: NEWEST, agencies: [], region: "", level: "", function: "", scope: "", form: "",
    find: "", state: "", sort: "", view: "table", page: 1, troubles: [],
  };
}

/** The view that a query string asks for; `troubles` are `[kind, text]` of what in it could not be followed. */
export function readAddress(query) {
  const given = new URLSearchParams(query);
  const view = emptyView();
  const { troubles } = view;
  for (const name of new Set(given.keys())) if (!KNOWN.has(name)) troubles.push(["unknown", name]);
  view.measures = readList(given.getAll("m"), MEASURE, MOST_MEASURES, "measure", troubles);
  const applicants = readList(given.getAll("a"), CODE, 7, "applicant", troubles);
  if (applicants.length > 0) view.applicants = applicants;
  view.agencies = readList(given.getAll("agency"), AGENCY, MOST_AGENCIES, "agency", troubles);
  for (const [name, shape] of Object.entries(SINGLE)) {
    const typed = (given.get(name) ?? "").trim();
    if (typed && !shape.test(typed)) troubles.push([name, typed]);
    else view[name] = typed;
  }
  view.years = readYears(given.get("years") ?? "", troubles);
  view.find = (given.get("find") ?? "").trim().slice(0, 60);
  view.state = pick(given.get("state"), STATES, "", "state", troubles);
  view.view = pick(given.get("view"), VIEWS, "table", "view", troubles);
  const sort = given.get("sort") ?? "";
  if (SORT.test(sort)) view.sort = sort;
  else if (sort) troubles.push(["sort", sort]);
  const page = given.get("page") ?? "";
  if (/^[1-9][0-9]{0,5}$/.test(page)) view.page = Number(page);
  else if (page) troubles.push(["page", page]);
  return view;
}

/** The query string of a view; what is as usual is left out, so that the shortest address is the plainest view. */
export function writeAddress(view) {
  const query = new URLSearchParams();
  for (const measure of view.measures) query.append("m", measure);
  if (view.applicants.join() !== TOTAL) for (const one of view.applicants) query.append("a", one);
  if (view.measures.length > 0 || view.years !== NEWEST) query.set("years", Array.isArray(view.years) ? view.years.join(",") : view.years);
  for (const name of Object.keys(SINGLE)) if (view[name]) query.set(name, view[name]);
  for (const one of view.agencies) query.append("agency", one);
  if (view.find) query.set("find", view.find);
  if (view.state) query.set("state", view.state);
  if (view.sort) query.set("sort", view.sort);
  if (view.view !== "table") query.set("view", view.view);
  if (view.page > 1) query.set("page", String(view.page));
  const written = query.toString().replaceAll("%2C", ",").replaceAll("%40", "@");
  return written ? `?${written}` : "";
}

function readList(typed, shape, most, kind, troubles) {
  const found = [];
  for (const one of typed.map((text) => text.trim()).filter(Boolean)) {
    if (!shape.test(one)) troubles.push([kind, one]);
    else if (found.includes(one)) continue;
    else if (found.length === most) troubles.push([`${kind}-surplus`, one]);
    else found.push(one);
  }
  return found;
}

function readYears(typed, troubles) {
  if (!typed || typed === NEWEST) return NEWEST;
  if (typed === ALL) return ALL;
  const years = [];
  for (const one of typed.split(/[,，]/).map((text) => text.trim()).filter(Boolean)) {
    const [, from, to] = SPAN.exec(one) ?? [];
    if (YEAR.test(one)) years.push(one);
    else if (from && to >= from && to - from < LONGEST_SPAN) for (let year = Number(from); year <= Number(to); year += 1) years.push(String(year));
    else troubles.push(["years", one]);
  }
  return years.length > 0 ? [...new Set(years)].sort() : NEWEST;
}

function pick(typed, known, usual, kind, troubles) {
  if (!typed || known.includes(typed)) return typed || usual;
  troubles.push([kind, typed]);
  return usual;
}
