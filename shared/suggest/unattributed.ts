import { type Attribution, spanOf } from "./attributions.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Passage, TokenRange } from "./passages.ts";
import { type Clause, nounPhraseBefore } from "./phrases.ts";
import { verbGroupAt } from "./verbs.ts";

/** Adds the quotations in a frame that no cue has taken: whoever spoke before goes on, or nobody is named. `ofFrame` is
 *  what was found in the frame, `found` all of the passage up to it. */
export function addUnattributed(
  passage: Passage,
  clause: Clause,
  ofFrame: readonly Attribution[],
  found: Attribution[],
  lexicon: Lexicon,
): void {
  const taken = takenQuotations(passage, ofFrame);
  for (const [index, { words, ending, isTitle }] of quotationsIn(clause)) {
    const quotation = passage.quotations[index];
    if (!quotation || taken.has(index) || quotation.contentEnd <= quotation.contentStart) continue;
    const span = { start: quotation.contentStart, end: quotation.contentEnd };
    const ends = /[.,!?…]$/.test(ending);
    const isAlone = clause.tokens[clause.from]?.quotation === index;
    if (isAlone && ends && words >= 2) {
      const previous = splitAttribution(passage, found, quotation.open);
      if (previous) previous.content.push(span);
      else found.push({ ...unattributed, content: [span], cue: [], speaker: null, goesOn: true });
    } else if ((words >= 5 || (ends && words >= 3)) && !isTitle) {
      const subject = quoteSubject(clause, index, lexicon);
      found.push({ ...unattributed, content: [span], cue: [], speaker: subject && spanOf(passage, subject) });
    }
  }
}

const unattributed = { form: "direct" as const, goesOn: false, confidence: 0.5, found: "quotation marks" };

/** What a quotation holds: `isTitle` where every longer word has a capital. */
interface Quoted {
  words: number;
  /** Its last word or mark inside. */
  ending: string;
  isTitle: boolean;
}

/** The quotations of a frame. */
function quotationsIn({ tokens, from, to }: Clause): Map<number, Quoted> {
  const found = new Map<number, Quoted>();
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (!token || token.quotation < 0) continue;
    const quotation = found.get(token.quotation) ?? { words: 0, ending: "", isTitle: true };
    if (/[\p{L}\p{N}]/u.test(token.text)) quotation.words++;
    if (/^\p{Ll}{4}/u.test(token.text)) quotation.isTitle = false;
    if (token.tag !== "mark") quotation.ending = token.text;
    found.set(token.quotation, quotation);
  }
  return found;
}

/** The quotations that lie in the content of something found. */
function takenQuotations({ quotations }: Passage, found: readonly Attribution[]): Set<number> {
  const taken = new Set<number>();
  for (const { content } of found) {
    for (const { start, end } of content) {
      let at = quotations.findIndex(({ contentStart }) => contentStart >= start - 1);
      for (; at >= 0 && at < quotations.length; at++) {
        const quotation = quotations[at];
        if (!quotation || quotation.contentEnd > end + 1) break;
        taken.add(at);
      }
    }
  }
  return taken;
}

/** What a quotation that stands alone goes on with: the direct speech before it, when its attribution ends the sentence before. */
function splitAttribution({ sentences }: Passage, found: readonly Attribution[], open: number): Attribution | null {
  const previous = found.findLast(({ form }) => form !== "indirect");
  if (!previous || !isSplitBy(previous, open)) return null;
  if (previous === found.at(-1)) return previous;
  const cue = previous.cue.at(-1)?.start ?? 0;
  const between = sentences.filter(({ start }) => start > cue && start < open).length;
  return between === 0 ? previous : null;
}

/** Whether a quotation goes on with one whose attribution stood between them. */
function isSplitBy({ form, cue, content }: Attribution, open: number): boolean {
  const [first] = cue;
  const last = content.at(-1);
  if (form === "indirect" || !first || !last) return false;
  return first.start >= last.end && open >= first.end;
}

/** The subject of the sentence that a quotation stands in. */
function quoteSubject(clause: Clause, index: number, lexicon: Lexicon): TokenRange | null {
  for (let at = clause.from; at < clause.to; at++) {
    const token = clause.tokens[at];
    if (token?.quotation === index) return null;
    if (token?.tag === "verb" || token?.tag === "auxiliary")
      return nounPhraseBefore(clause, verbGroupAt(clause, at, lexicon.chainVerbs).from);
  }
  return null;
}
