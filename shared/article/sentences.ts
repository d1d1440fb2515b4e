import type { TextRange } from "./offsets.ts";
import { isSpace, trimSpaces } from "./spaces.ts";

/** Before a name: the period never ends a sentence. */
const TITLES = words(
  "Mr Mrs Ms Mx Dr Prof Sen Sens Rep Reps Gov Govs Gen Col Lt Sgt Capt Cmdr Maj Adm Rev Hon St Ste Mt Ft Pres Supt Det",
  "Insp Cpl Pvt Fr Msgr Atty Amb Asst Dep vs v cf approx ca",
);

/** Before a number: `No. 10`, `Jan. 3`. */
const NUMBERED = words("No Nos Fig p pp Art Sec Ch Vol Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec");

/** May stand inside a sentence or end it: what follows decides. */
const MAY_END = words(
  "Jr Sr Inc Ltd Corp Co Cos Bros LLC Dept Assn Univ etc al est Ave Blvd Rd Ph Esq",
  "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa",
  "Tenn Tex Vt Va Wash Wis Wyo",
);

/** First words that show that a new sentence has begun after a doubtful period. */
const OPENERS = words(
  "A After All Also An And Any As At Because Before Both But By Each Even For From He Her His How However I If In It Its",
  "Last Many Most My Neither No None Not Now On One Only Or Our Over She Since So Some Still Such That The Their Then",
  "There These They This Those Though Thus To Under Until We What When Where Whether Which While Who Why With Yet You",
);

const STOP = /[.!?…]+["'”’»›)\]]*(?=\s)|[。！？]+[」』”’）]*/gu;
const OPENING_MARKS = /^["'“‘«‹„‚([]+/u;
const ATTRIBUTION =
  /^(?:\p{Lu}[\p{L}.'’-]*\s+){1,4}(?:said|says|asked|asks|replied|added|told|wrote|writes|shouted|answered|responded|tweeted)\b/u;

/** The sentence of a block that contains an offset; between two, the one before. Without white space at its ends,
 *  and with the quotation marks that close after its stop. Empty when the block is. UTF-16 units. */
export function sentenceAt(text: string, blockStart: number, blockEnd: number, offset: number): TextRange {
  let found: TextRange | null = null;
  for (const sentence of sentencesIn(text, blockStart, blockEnd)) {
    if (found && sentence.start > offset) break;
    found = sentence;
  }
  return found ?? { start: blockStart, end: blockStart };
}

/** The sentences of one block, in order, by rules made for English news. UTF-16 units. */
export function* sentencesIn(text: string, blockStart: number, blockEnd: number): Generator<TextRange> {
  const block = text.slice(blockStart, blockEnd);
  let start = 0;
  for (const stop of block.matchAll(STOP)) {
    const end = stop.index + stop[0].length;
    if (!endsSentence(block, stop.index, stop[0])) continue;
    const sentence = trimSpaces(text, blockStart + start, blockStart + end);
    if (sentence.start < sentence.end) yield sentence;
    start = end;
  }
  const last = trimSpaces(text, blockStart + start, blockEnd);
  if (last.start < last.end) yield last;
}

function endsSentence(block: string, at: number, stop: string): boolean {
  if (/^[。！？]/u.test(stop)) return true;
  if (at === 0 || isSpace(block.charAt(at - 1))) return false;
  const rest = block.slice(at + stop.length, at + stop.length + 200).trimStart();
  const next = rest.replace(OPENING_MARKS, "");
  if (/^\p{Ll}/u.test(next)) return false;
  if (stop.startsWith(".") && !stop.startsWith("..")) return periodEndsSentence(block.slice(0, at), rest, next);
  return !(stop.length > 1 && ATTRIBUTION.test(rest));
}

function periodEndsSentence(before: string, rest: string, next: string): boolean {
  const abbreviated = /(?<![\p{L}\p{N}])(?:\p{L}\.)*\p{L}+$/u.exec(before)?.[0] ?? "";
  if (TITLES.has(abbreviated)) return false;
  if (NUMBERED.has(abbreviated)) return !/^\p{N}/u.test(next);
  const isInitial = /^\p{Lu}$/u.test(abbreviated) && abbreviated !== "I";
  if (isInitial || MAY_END.has(abbreviated) || /^\p{L}\./u.test(abbreviated)) {
    return rest !== next || OPENERS.has(/^\p{L}+/u.exec(next)?.[0] ?? "");
  }
  return true;
}

function words(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(" ")));
}
