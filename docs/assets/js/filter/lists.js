// 取各省的名单（agencies/lists/<省代码>.json），每个只取一次；整理成一个机关一条。
import { prepare } from "./match.js";

const AT_ONCE = 4;

/** 机关超过这么多，不把各省的名单一起读来：先选省份。 */
export const MOST_AT_ONCE = 30000;

export function openLists(base) {
  const asked = new Map();
  const read = (code) => {
    if (!asked.has(code)) {
      const reading = fetch(new URL(`${code}.json`, base)).then(async (answer) => {
        if (!answer.ok) throw new Error(`${code}: ${answer.status}`);
        return arrange(await answer.json());
      });
      reading.catch(() => asked.delete(code)); // 没读到的，下次再试
      asked.set(code, reading);
    }
    return asked.get(code);
  };
  /** 依次读完这些省；每读完一个说一声。 */
  const readAll = async (codes, tell) => {
    const lists = new Array(codes.length);
    let next = 0, done = 0;
    const work = async () => {
      while (next < codes.length) {
        const at = next;
        next += 1;
        lists[at] = await read(codes[at]);
        done += 1;
        tell(done);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, codes.length) }, work));
    return lists;
  };
  return { read, readAll };
}

function arrange(data) {
  const places = data.places.map(([code, label, above, until]) => ({ code, label, above, until, count: 0 }));
  const pathOf = (at) => (at < 0 ? [] : [...pathOf(places[at].above), places[at]]);
  const agencies = data.agencies.map(([id, name, pinyin, place, level, fn, held, others = []]) => {
    const path = pathOf(place);
    for (const step of path) step.count += 1;
    return {
      id, name, others, held, path,
      level: data.levels[level], fn: data.functions[fn],
      search: prepare([name, ...others], id, pinyin, path.map((step) => step.label)),
    };
  });
  return { newest: data.newest, places, agencies };
}

/** 直接在某地之下的地方。 */
export function placesIn(list, code) {
  const above = list.places.findIndex((place) => place.code === code);
  return list.places.filter((place) => place.above === above && place.above >= 0);
}

/** 一个地区和它上面的各级，从省起；名单里没有的是空的。 */
export function pathTo(list, code) {
  const path = [];
  for (let at = list.places.findIndex((place) => place.code === code); at >= 0; at = list.places[at].above) path.unshift(list.places[at]);
  return path;
}
