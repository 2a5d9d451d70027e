// 把找到的机关画成表；名称只当文字放进去。
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};
const HEADS = [["机关", "c-name"], ["地区", "c-place"], ["级别", "c-level"], ["职能", "c-function"], ["年份", "c-years"]];

export function makeTable() {
  const heads = HEADS.map(([head, name]) => make("th", { scope: "col", role: "columnheader", class: name }, head));
  const body = make("tbody", { role: "rowgroup" });
  const table = make("table", { class: "list agencies stacked", role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), body);
  return { box: make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "找到的机关" }, table), body };
}

export function makeRow(one, newest, root) {
  const cell = (attributes, ...children) => make("td", { role: "cell", ...attributes }, ...children);
  const link = (address, text, attributes = {}) => make("a", { href: root + address, ...attributes }, text);
  const name = make("th", { scope: "row", role: "rowheader" }, link(`agencies/${one.id}/`, one.name));
  if (one.others.length) name.append(" ", make("small", { class: "muted" }, `又作 ${one.others.join("、")}`));
  const places = cell({});
  one.path.forEach((place, at) => places.append(at ? " " : "", link(`regions/${place.code}/`, place.label)));
  const years = cell({ class: "num years" });
  for (let year = newest; year >= Math.min(...one.held); year -= 1) {
    if (one.held.includes(year)) years.append(link(`agencies/${one.id}/${year}/`, String(year), { class: "held" }));
    else years.append(make("span", { class: "not-held" }, String(year), make("span", { class: "vh" }, " 未收录")));
  }
  return make("tr", { role: "row" }, name, places, cell({}, one.level[1]),
    cell({}, link(`functions/${one.fn[0]}/`, one.fn[1])), years);
}

/** 一个选择框的选项，第一个是“全部”。 */
export function fillOptions(select, places) {
  select.replaceChildren(make("option", { value: "" }, "全部"), ...places.map((place) =>
    make("option", { value: place.code }, place.label + (place.until ? `（至 ${place.until} 年）` : ""))));
  select.disabled = places.length === 0;
}
