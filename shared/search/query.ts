/** Words that stand one after the other; the last may be only a beginning. */
export interface Term {
  words: string;
  isPrefix: boolean;
}

/** What a person looks for: of every clause one of its terms, and none of those that are excluded. */
export interface SearchQuery {
  clauses: Term[][];
  excluded: Term[];
}

export type ParsedQuery = { ok: true; query: SearchQuery } | { ok: false; reason: string };

const mostTerms = 32;
const shortestPrefix = 2;
const PIECE = /(-?)(?:["“”„]([^"“”„]*)(?:["“”„]|$)|([^\s"“”„]+))(\*?)/gu;
const WORD = /[\p{L}\p{N}\p{Co}]/u;

/** Reads what was typed: words that must all be there, "phrases", beginnings with `*`, `OR` between alternatives, and `-`
 *  before what must not be there. Anything can be typed; what says nothing to look for is answered with a sentence. */
export function parseQuery(typed: string): ParsedQuery {
  const clauses: Term[][] = [];
  const excluded: Term[] = [];
  let joins = false;
  let count = 0;
  for (const [, minus, phrase, bare, star] of typed.matchAll(PIECE)) {
    if (bare === "OR" && minus === "") {
      joins = clauses.length > 0;
      continue;
    }
    const term = termOf(phrase ?? bare ?? "", star === "*");
    if (term === null) continue;
    if (term.isPrefix && lettersOfLastWord(term.words) < shortestPrefix)
      return { ok: false, reason: `Type at least ${shortestPrefix} letters before the *.` };
    if (++count > mostTerms) return { ok: false, reason: `That is more than ${mostTerms} words: leave some out.` };
    const last = clauses.at(-1);
    if (minus === "-") excluded.push(term);
    else if (joins && last) last.push(term);
    else clauses.push([term]);
    joins = false;
  }
  if (clauses.length > 0) return { ok: true, query: { clauses, excluded } };
  return {
    ok: false,
    reason: excluded.length > 0 ? "Type also what must be there, not only what must not." : "Type a word to look for.",
  };
}

function termOf(piece: string, star: boolean): Term | null {
  const words = piece.replace(/\*+$/u, "").replaceAll("\0", " ").trim();
  if (!WORD.test(words)) return null;
  return { words, isPrefix: (star || piece.endsWith("*")) && WORD.test(words.slice(-1)) };
}

const lettersOfLastWord = (words: string): number => (/[\p{L}\p{N}\p{M}\p{Co}]+$/u.exec(words)?.[0] ?? "").length;
