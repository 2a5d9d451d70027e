// 机关名单的筛选。选了什么写在地址里，地址再打开时还是这个样子；名单按省去取，先列出前一百个。
import { MOST_AT_ONCE, openLists, placesIn } from "./filter/lists.js";
import { fold, score, TYPED } from "./filter/match.js";
import { fillOptions, makeRow, makeTable } from "./filter/rows.js";

const SHOWN = 100;
const PAUSE = 150;
const FIELDS = ["name", "region", "level", "function", "years"];

const form = document.getElementById("filters");
if (form) start();

function start() {
  const { province, prefecture, county, name, count } = form.elements;
  const hits = document.getElementById("hits");
  const everything = document.getElementById("everything");
  const lists = openLists(new URL(form.dataset.lists, document.baseURI));
  const total = Number(form.dataset.total);
  const all = [...province.options].map((option) => option.value).filter(Boolean);
  const number = new Intl.NumberFormat("zh");
  let turn = 0, waiting = 0;

  const say = (words) => { if (count.value !== words) count.value = words; };
  const region = () => county.value || prefecture.value || province.value;
  const choice = () => ({
    name: name.value.trim(), region: region(), level: form.elements.level.value,
    function: form.elements.function.value, years: form.elements.years.value,
  });

  /** 上一级选定后，下一级有哪些地方。 */
  const fillPlaces = async (select, above) => {
    fillOptions(select, above ? placesIn(await lists.read(province.value), above) : []);
  };

  const fits = (one, chosen, year) =>
    (!chosen.region || one.path.some((place) => place.code === chosen.region))
    && (!chosen.level || one.level[0] === chosen.level)
    && (!chosen.function || one.fn[0] === chosen.function)
    && (!year || one.held.includes(year));

  const find = (found, chosen) => {
    const words = fold(chosen.name).split(/\s+/).filter(Boolean);
    const year = Number(chosen.years);
    const kept = [];
    for (const list of found) {
      for (const one of list.agencies) {
        if (!fits(one, chosen, year)) continue;
        const rank = score(one.search, words);
        if (rank >= 0) kept.push({ one, rank, newest: list.newest });
      }
    }
    return kept.sort((a, b) => a.rank - b.rank); // 排序稳定：同样合的，仍按地区
  };

  const show = (kept) => {
    const { box, body } = makeTable();
    const more = document.createElement("button");
    more.type = "button";
    more.className = "button";
    const extend = () => {
      const from = body.rows.length;
      body.append(...kept.slice(from, from + SHOWN).map(({ one, newest }) => makeRow(one, newest, "../")));
      const left = kept.length - body.rows.length;
      more.hidden = left === 0;
      more.textContent = `再列 ${Math.min(SHOWN, left)} 个（还有 ${number.format(left)} 个）`;
      return body.rows[from];
    };
    more.addEventListener("click", () => extend()?.querySelector("a").focus());
    extend();
    hits.replaceChildren(...(kept.length ? [box, more] : [tellNone()]));
  };

  const tellNone = () => {
    const words = document.createElement("p");
    words.textContent = `没有找到。${TYPED}也可以少选一项。这里没有收录，不是说它没有公布报告。`;
    return words;
  };

  const apply = async () => {
    const mine = ++turn;
    const chosen = choice();
    const given = Object.entries(chosen).filter(([, value]) => value);
    const query = new URLSearchParams(given).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    if (!given.length) {
      hits.hidden = true;
      everything.hidden = false;
      say(`共 ${number.format(total)} 个机关`);
      return;
    }
    if (!province.value && total > MOST_AT_ONCE) {
      hits.hidden = true;
      everything.hidden = false;
      say(`共 ${number.format(total)} 个机关，请先选省份；按名称在全国找，请用检索。`);
      return;
    }
    try {
      const codes = province.value ? [province.value] : all;
      const found = await lists.readAll(codes, (done) => {
        if (mine === turn && done < codes.length) say(`正在读名单：${done}/${codes.length}`);
      });
      if (mine !== turn) return;
      const kept = find(found, chosen);
      show(kept);
      hits.hidden = false;
      everything.hidden = true;
      say(`${number.format(kept.length)} 个机关，共 ${number.format(total)} 个`);
    } catch {
      if (mine !== turn) return;
      turn += 1; // 还在读的，读到了也不再说
      hits.hidden = true;
      everything.hidden = false;
      say("名单没有读到，请稍后再试，或从下面的地区找。");
    }
  };

  const changePlace = async (select) => {
    try {
      if (select === province) {
        fillOptions(county, []);
        await fillPlaces(prefecture, province.value);
      } else if (select === prefecture) await fillPlaces(county, prefecture.value);
    } catch { /* 名单没读到，apply 会说 */ }
    await apply();
  };

  /** 地址里写着什么，就选上什么。 */
  const restore = async () => {
    const asked = new URLSearchParams(location.search);
    for (const field of FIELDS) {
      if (field !== "region" && asked.get(field)) form.elements[field].value = asked.get(field);
    }
    const code = asked.get("region") ?? "";
    const top = all.find((each) => each.slice(0, 2) === code.slice(0, 2)) ?? "";
    if (top) {
      province.value = top;
      try {
        const list = await lists.read(top);
        const path = list.agencies.find((one) => one.path.some((place) => place.code === code))?.path ?? [];
        const steps = path.slice(0, path.findIndex((place) => place.code === code) + 1);
        await fillPlaces(prefecture, top);
        if (steps[1]) {
          prefecture.value = steps[1].code;
          await fillPlaces(county, steps[1].code);
        }
        if (steps[2]) county.value = steps[2].code;
      } catch { /* 名单没读到，apply 会说 */ }
    }
    await apply();
  };

  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLSelectElement) return;
    clearTimeout(waiting);
    waiting = setTimeout(apply, PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) changePlace(event.target);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); apply(); });
  form.addEventListener("reset", () => setTimeout(() => { fillOptions(prefecture, []); fillOptions(county, []); apply(); }));
  if (location.search) restore();
}
