import { type Cas, numberOf, refOf, type Structure, shortName } from "../uima/cas.ts";
import { articleSofa } from "../uima/marks.ts";

/** A token, or a part of one that an annotation covers. Offsets are UTF-16 units. */
export interface Unit {
  /** `1-2`, or `1-2.1` for a part. */
  name: string;
  begin: number;
  end: number;
}
export interface UnitSentence {
  text: string;
  id: string | null;
  units: Unit[];
}
export interface Units {
  sentences: UnitSentence[];
  /** The names of the units that each structure covers, in order. */
  of: ReadonlyMap<number, string[]>;
  /** The units of tokens, by the structure that is the token. */
  tokens: ReadonlyMap<number, string>;
}

/** The tokens of a CAS by sentence, with the parts that annotations need, numbered as TSV numbers them. White space
 *  around the words of an annotation is not in it; one that covers no word has no units. */
export function unitsIn(cas: Cas, annotations: readonly Structure[]): Units {
  const sofa = articleSofa(cas);
  const text = sofa?.text ?? "";
  const own = cas.structures.filter(({ features }) => refOf(features.sofa ?? null) === sofa?.id);
  const words = tokensIn(own, text);
  const parts = words.map(() => new Map<string, { begin: number; end: number }>());
  const covered = annotations.map(({ id, features }) => {
    const pieces = piecesOf(numberOf(features.begin), numberOf(features.end), words);
    for (const { token, begin, end } of pieces) {
      const word = words[token];
      if (word && (begin !== word.begin || end !== word.end)) parts[token]?.set(`${begin}-${end}`, { begin, end });
    }
    return { id, pieces };
  });
  const groups = sentencesOf(own, words);
  const names: { whole: string; parts: Map<string, string> }[] = [];
  const sentences = groups.map(({ id, first, last }, at): UnitSentence => {
    const units = words.slice(first, last + 1).flatMap((word, index): Unit[] => {
      const whole = `${at + 1}-${index + 1}`;
      const sub = [...(parts[first + index]?.values() ?? [])].sort((a, b) => a.begin - b.begin || b.end - a.end);
      const named = sub.map((part, number) => ({ ...part, name: `${whole}.${number + 1}` }));
      names[first + index] = { whole, parts: new Map(named.map(({ begin, end, name }) => [`${begin}-${end}`, name])) };
      return [{ name: whole, begin: word.begin, end: word.end }, ...named];
    });
    return { id, text: text.slice(words[first]?.begin ?? 0, words[last]?.end ?? 0), units };
  });
  const nameOf = ({ token, begin, end }: Piece): string => {
    const named = names[token];
    return named?.parts.get(`${begin}-${end}`) ?? named?.whole ?? "";
  };
  return {
    sentences,
    of: new Map(covered.map(({ id, pieces }) => [id, pieces.map(nameOf)])),
    tokens: new Map(words.flatMap(({ ids }, at) => ids.map((id) => [id, names[at]?.whole ?? ""]))),
  };
}

interface Word {
  begin: number;
  end: number;
  /** The structures that are this token. */
  ids: number[];
}

/** The tokens in order, one for each place, and none over another. */
function tokensIn(structures: readonly Structure[], text: string): Word[] {
  const places = structures
    .filter(({ type }) => shortName(type) === "Token")
    .map(({ id, features }) => ({ id, begin: numberOf(features.begin), end: numberOf(features.end) }))
    .filter(({ begin, end }) => begin >= 0 && begin < end && end <= text.length)
    .sort((a, b) => a.begin - b.begin || b.end - a.end);
  const words: Word[] = [];
  for (const { id, begin, end } of places) {
    const last = words.at(-1);
    if (last && last.begin === begin && last.end === end) last.ids.push(id);
    else if (!last || begin >= last.end) words.push({ begin, end, ids: [id] });
  }
  return words;
}

interface Piece {
  token: number;
  begin: number;
  end: number;
}

function piecesOf(begin: number, end: number, words: readonly Word[]): Piece[] {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.end ?? 0) < begin) low = middle + 1;
    else high = middle;
  }
  if (begin === end) {
    const word = words[low];
    if (word && word.begin <= begin) return [{ token: low, begin, end }];
    // Between words: at the end of the one before.
    const before = words[low - 1];
    return before ? [{ token: low - 1, begin: before.end, end: before.end }] : [];
  }
  const pieces: Piece[] = [];
  for (let at = low; at < words.length && (words[at]?.begin ?? end) < end; at++) {
    const word = words[at];
    if (word && word.end > begin)
      pieces.push({ token: at, begin: Math.max(begin, word.begin), end: Math.min(end, word.end) });
  }
  return pieces;
}

/** Which tokens each sentence has; tokens in none are sentences of their own. */
function sentencesOf(structures: readonly Structure[], words: readonly Word[]) {
  const sentences = structures
    .filter(({ type }) => shortName(type) === "Sentence")
    .map(({ features }) => ({
      ...{ begin: numberOf(features.begin), end: numberOf(features.end) },
      id: typeof features.id === "string" ? features.id : null,
    }))
    .sort((a, b) => a.begin - b.begin);
  const groups: { id: string | null; first: number; last: number; sentence: number }[] = [];
  let next = 0;
  words.forEach(({ begin }, at) => {
    while (next < sentences.length && (sentences[next]?.end ?? 0) <= begin) next++;
    const sentence = sentences[next];
    const number = sentence && sentence.begin <= begin ? next : -1;
    const last = groups.at(-1);
    if (last && last.sentence === number) last.last = at;
    else groups.push({ id: number < 0 ? null : (sentence?.id ?? null), first: at, last: at, sentence: number });
  });
  return groups;
}
