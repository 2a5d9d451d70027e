// How much is read, kept and shown. The page tells its reader these numbers; nothing is cut in silence.

export const CAUTION = 30_000_000; // bytes; a statement that would fetch more asks before
export const MOST_CELLS = 4_000_000; // values of an answer that are kept
export const SHOWN = 100; // rows drawn at a time
export const LONGEST = 300; // characters of a value that are drawn
