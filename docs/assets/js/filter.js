// 机关名单的筛选；选了什么写在地址里，地址再打开时还是这个样子。
"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const rows = [...document.querySelectorAll("table.agencies tbody tr")];
  const groups = [...document.querySelectorAll(".region-group")];
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const names = new Map(rows.map((row) => [row, fold(row.dataset.name)]));
  const fields = ["name", "region", "level", "function", "years"];
  const fits = (row, chosen) => fields.every((field) => {
    if (!chosen[field]) return true;
    if (field === "name") return chosen.name.every((word) => names.get(row).includes(word));
    return row.dataset[field].trim().split(/\s+/).includes(chosen[field]);
  });
  const apply = () => {
    const given = Object.fromEntries(fields.map((field) => [field, form.elements[field].value]));
    const chosen = { ...given, name: fold(given.name).split(/\s+/).filter(Boolean) };
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, chosen);
      if (!row.hidden) shown += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector("tbody tr:not([hidden])");
    form.elements.count.value = shown === rows.length ? `共 ${rows.length} 个机关` : `${shown} 个机关，共 ${rows.length} 个`;
    const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value)).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  };
  for (const [field, value] of new URLSearchParams(location.search)) {
    if (fields.includes(field)) form.elements[field].value = value;
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  apply();
})();
