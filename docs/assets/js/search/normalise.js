// What the search takes for the same text: the same rules as build_scripts/publishing/search_text.py, held equal by a
// test, and beside the text the place in the original that each of its UTF-16 units comes from.

const MARKS =
  "\\u0300-\\u036f\\u1160-\\u11ff\\u20d0-\\u20ff\\u3099\\u309a\\ufe00-\\ufe0f\\ufe20-\\ufe2f\\uff9e-\\uffdc\\u{e0100}-\\u{e01ef}";
const IGNORED_CLASS =
  "*\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\u{e0100}-\\u{e01ef}";
export const SPACE_CLASS =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const RUN = new RegExp(`[^${MARKS}][${MARKS}]*|[${MARKS}]+`, "gu");
const IGNORED = new RegExp(`[${IGNORED_CLASS}]`, "u");
const SPACE = new RegExp(`[${SPACE_CLASS}]`, "u");
const KEEPS_SPACE = /[a-z]{2}|[0-9]{2}/;

/** The text as it is indexed and compared. */
export function normalise(text) {
  return normaliseWithPlaces(text).text;
}

/** The same; unit i of `text` comes from the original's units `starts[i]` up to, but not including, `ends[i]`. */
export function normaliseWithPlaces(original) {
  const kept = { text: "", starts: [], ends: [] };
  let space = null;
  for (const match of original.matchAll(RUN)) {
    const place = [match.index, match.index + match[0].length];
    for (const character of foldRun(match[0])) {
      if (IGNORED.test(character)) continue;
      if (SPACE.test(character)) {
        space ??= place;
        continue;
      }
      if (space && KEEPS_SPACE.test(kept.text.slice(-1) + character)) keep(kept, " ", space);
      space = null;
      keep(kept, character, place);
    }
  }
  return kept;
}

function keep(kept, character, [start, end]) {
  kept.text += character;
  for (let unit = 0; unit < character.length; unit += 1) {
    kept.starts.push(start);
    kept.ends.push(end);
  }
}

const folded = new Map();

function foldRun(run) {
  let found = folded.get(run);
  if (found === undefined) {
    found = lower(lower(run.normalize("NFKC")).toUpperCase()).normalize("NFKC");
    folded.set(run, found);
  }
  return found;
}

// Each character by itself: a final sigma is no other letter here.
function lower(text) {
  return Array.from(text, (character) => character.toLowerCase()).join("");
}
