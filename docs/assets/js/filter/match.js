// 一个词合不合一个机关：名称、曾用名、所在地区、编号里有它；名称里依次有它的各字（人社局）；或拼音对得上。只算，不碰网页。
const LETTERS = /^[0-9a-z]+$/;
const LEAST_LOOSE = 3; // 三个字母起，首字母才可以跳着写：rsj 也找得到“人力资源和社会保障局”
const LEAST_SPREAD = 2; // 两个字起，字才可以跳着写
const CUT_SHORT = ["委员会", "办公室"]; // 简称说“委”“办”，不说后面两字

/** 没有找到时，说说可以怎样写。 */
export const TYPED = "可以写名称里的几个字（人社局、卫健委），拼音首字母（rsj），或再加上地区，中间空一格（民政 四川）。";

export const fold = (text) => text.normalize("NFKC").toLowerCase();

/** 把一个机关整理成便于查找的样子；places 是所在的地区，从省起。 */
export function prepare(names, id, pinyin, places = []) {
  const syllables = pinyin.split(" ").filter(Boolean);
  const folded = names.map(fold);
  return {
    names: folded,
    id,
    places: places.map(fold),
    initials: syllables.map((syllable) => syllable[0]).join(""),
    starts: findStarts(folded[0], places.map(fold)),
    ends: findEnds(folded[0], syllables.length),
    syllables,
  };
}

/** 合得多好：0 最好；不合是 -1。几个词都要合，取最差的一个。 */
export function score(found, words) {
  let worst = 0;
  for (const word of words) {
    const one = scoreWord(found, word);
    if (one < 0) return -1;
    worst = Math.max(worst, one);
  }
  return worst;
}

/** 合得上所写各词的机关，最合的在前：名称、曾用名、拼音都算。 */
export function findAgencies(agencies, typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return agencies
    .map((agency) => ({ agency, rank: score(agency.search, words) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ agency }) => agency);
}

function scoreWord(found, word) {
  if (found.names[0].startsWith(word)) return 0;
  if (found.names.some((name) => name.includes(word))) return 1;
  if (found.places.some((place) => place.includes(word))) return 1;
  if (!LETTERS.test(word)) {
    if (found.names.some((name) => isSpread(name, word))) return 5;
    return found.id.includes(word) ? 6 : -1;
  }
  if (found.starts.some((start) => found.initials.startsWith(word, start))) return 2;
  const at = findSyllables(found.syllables, word);
  if (found.starts.includes(at)) return 2;
  if (word.length >= LEAST_LOOSE && isShort(found, word)) return 2;
  if (word.length >= LEAST_LOOSE && isPlaceAndShort(found, word)) return 3;
  if (at >= 0 || found.initials.includes(word, found.starts.at(-1))) return 4; // 地名中间的不算：族自治（zzz）
  return found.id.includes(word) ? 6 : -1;
}

/** 名称在哪几处开头：全名，和去掉前面的省、市、县之后。 */
function findStarts(name, places) {
  const starts = [0];
  for (const place of places) {
    if (name.startsWith(place, starts.at(-1))) starts.push(starts.at(-1) + place.length);
  }
  return starts;
}

/** 简称可以在哪几处结束：最后一字，“委员会”“办公室”的头一字。 */
function findEnds(name, length) {
  const short = CUT_SHORT.some((tail) => name.endsWith(tail)) && name.length === length;
  return short ? [length - 1, length - 3] : [length - 1];
}

/** 各字依次都有，中间可以跳过。 */
function isSpread(text, word, least = LEAST_SPREAD) {
  const letters = [...word];
  if (letters.length < least) return false;
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** 全拼从第几个音节起合上；不从音节中间起。 */
function findSyllables(syllables, word) {
  for (let from = 0; from < syllables.length; from += 1) {
    if (syllables.slice(from).join("").startsWith(word)) return from;
  }
  return -1;
}

/**
 * 首字母依次都有，中间可以跳过；但要像简称那样，从去掉地名后的第一字起，到末一字止，否则长名称什么都合得上。
 */
function isShort({ initials, starts, ends }, word) {
  const own = starts.at(-1);
  return word.length > 1 && word[0] === initials[own]
    && ends.some((end) => word.at(-1) === initials[end] && isSpread(initials.slice(own + 1, end), word.slice(1, -1), 0));
}

/** 简称的前面带上地名的几个字：wcgj 也找得到“卫辉市城市管理局”。 */
function isPlaceAndShort(found, word) {
  const { initials, starts } = found;
  const own = starts.at(-1);
  const isPlace = (part) => starts.some((start) =>
    start < own && part[0] === initials[start] && isSpread(initials.slice(start + 1, own), part.slice(1), 0));
  for (let at = 1; at < word.length - 1; at += 1) {
    if (isPlace(word.slice(0, at)) && isShort(found, word.slice(at))) return true;
  }
  return false;
}
