// Agencies named one by one: found by the matcher that the list of agencies uses, kept as chips.

import { findAgencies, TYPED } from "../filter/match.js";
import { make, refill, whisper } from "../shared/dom.js";
import { MOST_AGENCIES } from "./address.js";

const SHOWN = 12;

/** Readies the choice; `where()` are the provinces looked through, `changed()` is called when it changes. `fill(ids)`
 * and `read()` are the ids chosen. */
export function openPicks(place, lists, where, changed) {
  const input = place.querySelector("input");
  const found = place.querySelector("#query-found");
  const picked = place.querySelector("#query-picked");
  const status = place.querySelector("#query-find-count");
  const names = new Map();
  let chosen = [];

  async function find() {
    const typed = input.value.trim();
    if (!typed) return tell(`请先写几个字。${TYPED}`, []);
    const provinces = where();
    if (provinces.length === 0) return tell("机关很多，先选省份，再按名称找。", []);
    status.textContent = "正在读机关名单……";
    try {
      const read = await lists.readAll(provinces, () => {});
      const agencies = findAgencies(read.flatMap((list) => list.agencies), typed);
      for (const agency of agencies) names.set(agency.id, agency.name);
      const more = agencies.length > SHOWN ? `，列出前 ${SHOWN} 个，多写几个字就少了` : "";
      tell(agencies.length > 0 ? `${agencies.length} 个机关${more}。` : `没有找到。${TYPED}`, agencies.slice(0, SHOWN));
    } catch {
      tell("没有读到机关名单，请检查网络后再按“找”。", []);
    }
  }

  function tell(message, agencies) {
    status.textContent = message;
    refill(found, agencies.map((agency) => {
      const there = chosen.includes(agency.id);
      const button = make("button", { type: "button", id: `pick-${agency.id}`, class: "button plain", "aria-disabled": there ? "true" : null }, whisper("加入 "), agency.name,
        make("small", {}, there ? "已选" : agency.path.map((one) => one.label).join(" › ")));
      button.addEventListener("click", () => {
        if (!there) add(agency.id);
        tell(status.textContent, agencies);
      });
      return make("li", {}, button);
    }));
  }

  function add(id) {
    if (chosen.length >= MOST_AGENCIES) {
      status.textContent = `一次至多指定 ${MOST_AGENCIES} 个机关。`;
      return;
    }
    chosen = [...chosen, id];
    draw();
    changed();
  }

  function draw() {
    refill(picked, chosen.map((id) => {
      const button = make("button", { type: "button", id: `unpick-${id}` }, names.get(id) ?? id, make("span", { "aria-hidden": "true" }, " ×"), whisper("，移除"));
      button.addEventListener("click", () => {
        chosen = chosen.filter((one) => one !== id);
        draw();
        changed();
        input.focus();
      });
      return make("li", {}, button);
    }));
  }

  place.querySelector("#query-find").addEventListener("click", find);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    find();
  });
  return {
    read: () => [...chosen],
    fill: (ids) => {
      chosen = [...ids];
      draw();
    },
    /** The names of agencies become known with an answer. */
    learn: (agencies) => {
      for (const id of chosen) if (agencies.has(id)) names.set(id, agencies.get(id).name);
      draw();
    },
  };
}
