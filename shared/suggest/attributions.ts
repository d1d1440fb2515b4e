import type { QuoteForm, Span } from "../annotation/records.ts";
import { type Draft, draftsIn } from "./cues.ts";
import type { Lexicon } from "./lexicon.ts";
import { endOf, type Passage, type TokenRange } from "./passages.ts";
import type { Clause } from "./phrases.ts";
import type { Token } from "./tokens.ts";
import { addUnattributed } from "./unattributed.ts";

/** A quotation with who speaks and what says so. UTF-16 units. */
export interface Attribution {
  form: QuoteForm;
  content: Span[];
  cue: Span[];
  speaker: Span | null;
  /** Whether it is a quotation without a cue that is a sentence of its own: whoever spoke before goes on. */
  goesOn: boolean;
  confidence: number;
  /** What it was found by, for the reason that is shown. */
  found: string;
}

/** All attributions of a passage, in reading order of their cues. */
export function attributionsIn(passage: Passage, lexicon: Lexicon): Attribution[] {
  const found: Attribution[] = [];
  const name = transcriptSpeaker(passage);
  if (name) found.push(finish(passage, name));
  for (const frame of passage.frames) {
    const clause: Clause = { tokens: passage.tokens, groups: lexicon.groups, ...frame };
    const ofFrame = draftsIn(clause, passage, lexicon).map((draft) => finish(passage, draft));
    found.push(...ofFrame);
    addUnattributed(passage, clause, name ? found : ofFrame, found, lexicon);
  }
  return found;
}

/** "TRUMP: We will win." at the head of a block. */
function transcriptSpeaker(passage: Passage): Draft | null {
  const { tokens } = passage;
  const colon = tokens.slice(0, 8).findIndex(({ text }) => text === ":");
  if (colon < 1 || colon === tokens.length - 1) return null;
  const names = tokens.slice(0, colon);
  if (
    !names.every(({ text, tag }) => /^\p{Lu}/u.test(text) || tag === "punctuation" || tag === "preposition") ||
    names.some(({ verb, text }) => verb && !/^\p{Lu}+$/u.test(text))
  )
    return null;
  return {
    pieces: [{ from: colon + 1, to: tokens.length }],
    cue: { from: colon, to: colon + 1 },
    speaker: { from: 0, to: colon },
    confidence: 0.7,
    found: "a name and a colon",
  };
}

function finish(passage: Passage, draft: Draft): Attribution {
  const content = draft.pieces.map((piece) => trimmed(passage, piece)).filter((span): span is Span => span !== null);
  return {
    form: formOf(passage, draft.pieces),
    content,
    cue: [spanOf(passage, draft.cue)],
    speaker: draft.speaker && spanOf(passage, draft.speaker),
    goesOn: false,
    confidence: draft.confidence,
    found: draft.found,
  };
}

/** What a range of tokens covers. */
export function spanOf({ tokens }: Passage, { from, to }: TokenRange): Span {
  return { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 };
}

const isWord = ({ text }: Token) => /[\p{L}\p{N}]/u.test(text);

/** A piece of content as Onrecord marks it: without the "that" before it, outer marks of a whole quotation, and loose punctuation. */
function trimmed(passage: Passage, { from, to }: TokenRange): Span | null {
  const { tokens } = passage;
  let first = from;
  let last = to;
  if (tokens[first]?.tag === "that" && tokens[first + 1]?.tag !== "auxiliary") first++;
  while (last > first && tokens[last - 1]?.tag === "punctuation" && /^[,;:—–-]$/.test(tokens[last - 1]?.text ?? ""))
    last--;
  while (first < last && tokens[first]?.tag === "punctuation" && /^[,;:—–-]$/.test(tokens[first]?.text ?? "")) first++;
  if (last <= first || !tokens.slice(first, last).some(isWord)) return null;
  const quotation = passage.quotations[tokens[first]?.quotation ?? -1];
  if (quotation && tokens[first]?.start === quotation.open && tokens[last - 1]?.end === endOf(quotation)) {
    return { start: quotation.contentStart, end: quotation.contentEnd };
  }
  return { start: tokens[first]?.start ?? 0, end: tokens[last - 1]?.end ?? 0 };
}

function formOf({ tokens, quotations }: Passage, pieces: readonly TokenRange[]): QuoteForm {
  const words = pieces.flatMap(({ from, to }) => tokens.slice(from, to).filter(isWord));
  const quoted = words.filter(({ quotation }) => quotation >= 0 && quotations[quotation]).length;
  return quoted === 0 ? "indirect" : quoted === words.length ? "direct" : "mixed";
}
