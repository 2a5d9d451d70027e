// 一个词合不合一个机关：名称、曾用名、标识里有它，或拼音首字母、全拼对得上。只算，不碰网页。
const LETTERS = /^[0-9a-z]+$/;
const LEAST_LOOSE = 3; // 三个字母起，首字母才可以跳着写：wcgj 也找得到“卫辉市城市管理局”

export const fold = (text) => text.normalize("NFKC").toLowerCase();

/** 把一个机关整理成便于查找的样子。 */
export function prepare(names, id, pinyin) {
  const syllables = pinyin.split(" ").filter(Boolean);
  return {
    names: names.map(fold),
    id,
    initials: syllables.map((syllable) => syllable[0]).join(""),
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

function scoreWord(found, word) {
  if (found.names[0].startsWith(word)) return 0;
  if (found.names.some((name) => name.includes(word))) return 1;
  if (!LETTERS.test(word)) return found.id.includes(word) ? 6 : -1;
  if (found.initials.startsWith(word)) return 2;
  if (found.initials.includes(word)) return 3;
  const at = findSyllables(found.syllables, word);
  if (at >= 0) return at === 0 ? 2 : 4;
  if (word.length >= LEAST_LOOSE && isLoose(found.initials, word)) return 5;
  return found.id.includes(word) ? 6 : -1;
}

/** 全拼从第几个音节起合上；不从音节中间起。 */
function findSyllables(syllables, word) {
  for (let from = 0; from < syllables.length; from += 1) {
    if (syllables.slice(from).join("").startsWith(word)) return from;
  }
  return -1;
}

/** 从第一个首字母起，依次都有，中间可以跳过。 */
function isLoose(initials, word) {
  if (initials[0] !== word[0]) return false;
  let at = -1;
  for (const letter of word) {
    at = initials.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
