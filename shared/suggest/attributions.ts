import type { QuoteForm, Span } from "../annotation/records.ts";
import { adjunctEnd, type Complemented, clauseEnd, contentAfter, untilComma } from "./content.ts";
import type { CueEntry, Lexicon } from "./lexicon.ts";
import { endOf, type Passage, type TokenRange } from "./passages.ts";
import {
  type Clause,
  hasFiniteVerb,
  lowerAt,
  nounPhraseAfter,
  nounPhraseBefore,
  tagAt,
  tokenAt,
  type VerbGroup,
  verbGroupAt,
} from "./phrases.ts";
import type { Token } from "./tokens.ts";

/** A quotation with who speaks and what says so. UTF-16 units. */
export interface Attribution {
  form: QuoteForm;
  content: Span[];
  cue: Span[];
  speaker: Span | null;
  confidence: number;
  /** What it was found by, for the reason that is shown. */
  found: string;
}

interface Draft {
  pieces: TokenRange[];
  cue: TokenRange;
  speaker: TokenRange | null;
  confidence: number;
  found: string;
}

const FACTORS: Readonly<Record<string, number>> = {
  that: 1,
  quotation: 1,
  bare: 0.95,
  left: 0.95,
  infinitive: 0.8,
  "object-infinitive": 0.85,
  gerund: 0.7,
  noun: 0.7,
};

/** All attributions of a passage, in reading order of their cues. */
export function attributionsIn(passage: Passage, lexicon: Lexicon): Attribution[] {
  const found: Attribution[] = [];
  const name = transcriptSpeaker(passage);
  if (name) found.push(finish(passage, name));
  for (const frame of passage.frames) {
    const clause: Clause = { tokens: passage.tokens, ...frame };
    const drafts = draftsIn(clause, passage, lexicon);
    found.push(...drafts.map((draft) => finish(passage, draft)));
    addLeftQuotations(passage, clause, found, lexicon);
  }
  return found;
}

function draftsIn(clause: Clause, passage: Passage, lexicon: Lexicon): Draft[] {
  const drafts: Draft[] = [];
  const speakers = new Map<number, TokenRange | null>();
  for (let at = clause.from; at < clause.to; at++) {
    const source = isUttered(clause, at, passage) ? null : sourcePhraseAt(clause, at, lexicon);
    if (source) {
      drafts.push(source);
      continue;
    }
    const token = clause.tokens[at];
    if (!token || isUttered(clause, at, passage)) continue;
    const draft =
      token.verb && (token.tag === "verb" || token.tag === "gerund")
        ? verbCue(clause, at, passage, speakers, lexicon)
        : lexicon.cueAdjectives.has(token.lower) && token.tag !== "name"
          ? adjectiveCue(clause, at, lexicon)
          : token.tag === "noun" && lexicon.cueNouns.has(token.lower)
            ? nounCue(clause, at, lexicon)
            : null;
    if (draft) drafts.push(draft);
  }
  return drafts;
}

/** Whether a token lies inside of a quotation: what is said there is part of what is quoted. */
function isUttered(clause: Clause, at: number, passage: Passage): boolean {
  const quotation = tokenAt(clause, at)?.quotation ?? -1;
  return quotation >= 0 && passage.quotations[quotation] !== undefined;
}

/** The part of a frame that a token's clause can reach: a quotation's inside, or everything around. */
function within(clause: Clause, at: number): Clause {
  const quotation = tokenAt(clause, at)?.quotation ?? -1;
  if (quotation < 0) return clause;
  let from = at;
  let to = at + 1;
  while (
    from > clause.from &&
    clause.tokens[from - 1]?.quotation === quotation &&
    !/^[.!?]$/.test(lowerAt(clause, from - 1)) &&
    at - from < 80
  )
    from--;
  while (
    to < clause.to &&
    clause.tokens[to]?.quotation === quotation &&
    !/^[.!?]$/.test(lowerAt(clause, to)) &&
    to - at < 120
  )
    to++;
  while (from < at && clause.tokens[from]?.tag === "mark") from++;
  return { ...clause, from, to };
}

function verbCue(
  outer: Clause,
  head: number,
  passage: Passage,
  speakers: Map<number, TokenRange | null>,
  lexicon: Lexicon,
): Draft | null {
  const clause = within(outer, head);
  const base = tokenAt(clause, head)?.verb?.base ?? "";
  const entry = entryAt(clause, head, lexicon.cues.get(base) ?? []);
  const light = lexicon.lightVerbs.has(base) ? lightCue(clause, head, lexicon) : null;
  if (!entry && !light) return null;
  const group = verbGroupAt(clause, head, lexicon.chainVerbs);
  const after = head + 1 + (entry?.particles.length ?? 0);
  const subject = group.passive ? null : subjectOf(clause, group, speakers, lexicon);
  if (!entry || light) {
    if (!light) return null;
    speakers.set(head, subject);
    return subject
      ? {
          pieces: [light.content],
          cue: { from: group.from, to: light.cueEnd },
          speaker: subject,
          confidence: 0.6,
          found: "a phrase that reports",
        }
      : null;
  }
  if (group.passive) return passiveCue(clause, group, after, entry, base, lexicon);
  speakers.set(head, subject);
  const plain = entry.particles.length > 0 ? clausalReading(clause, head, base, lexicon) : null;
  const isFronted = !subject && group.from === clause.from;
  const right = plain ?? contentAfter(isFronted ? untilComma(clause, after) : clause, after, entry, base, lexicon);
  const cue = { from: group.from, to: plain ? head + 1 : after };
  const left = entry.complements.has("quotation")
    ? leftOf(clause, passage, group, subject, after, right, entry, lexicon)
    : null;
  if (left) {
    return {
      pieces: left.pieces,
      cue: left.cue ?? cue,
      speaker: left.speaker,
      confidence: entry.confidence,
      found: "what stands before the cue",
    };
  }
  if (!right) return null;
  if (!subject && tagAt(clause, head) !== "gerund" && !group.finite) return null;
  if (!subject && right.complement === "noun") return null;
  if (lowerAt(clause, after) === ":") cue.to = after + 1;
  if (tagAt(clause, head) === "gerund" && !group.finite && right.complement === "noun" && !mayHang(clause, group))
    return null;
  const frontedSpeaker = isFronted && tagAt(clause, head) === "gerund" ? mainSubject(clause, right.to) : null;
  const confidence = entry.confidence * (FACTORS[right.complement] ?? 0.7) * (subject ? 1 : 0.7);
  return {
    pieces: [{ from: right.from, to: right.to }],
    cue,
    speaker: subject ?? frontedSpeaker,
    confidence,
    found: right.complement,
  };
}

/** "responded to a question that he did not": the verb's own clause after a phrase that only looks like its particle. */
function clausalReading(clause: Clause, head: number, base: string, lexicon: Lexicon): Complemented | null {
  const entry = lexicon.cues.get(base)?.find(({ particles }) => particles.length === 0);
  if (!entry?.complements.has("that")) return null;
  const found = contentAfter(clause, head + 1, entry, base, lexicon);
  return found?.complement === "that" ? found : null;
}

/** A participle goes on with the sentence after a comma or a preposition; right after a noun it describes that. */
function mayHang(clause: Clause, group: VerbGroup): boolean {
  const before = tokenAt(clause, group.from - 1);
  return !before || before.text === "," || /^(?:preposition|mark|coordinator|subordinator)$/.test(before.tag);
}

/** The subject after a participle clause that opens the sentence. */
function mainSubject(clause: Clause, end: number): TokenRange | null {
  return lowerAt(clause, end) === "," ? nounPhraseAfter(clause, end + 1) : null;
}

function entryAt(clause: Clause, head: number, entries: readonly CueEntry[]): CueEntry | null {
  return (
    entries.find(({ particles }) => particles.every((particle, nth) => lowerAt(clause, head + 1 + nth) === particle)) ??
    null
  );
}

/** "repeated a call for", "made the case that", "expressed concern about". */
function lightCue(clause: Clause, head: number, lexicon: Lexicon): { cueEnd: number; content: TokenRange } | null {
  let at = head + 1;
  while (at < head + 5 && /^(?:determiner|possessive|adjective|adverb)$/.test(tagAt(clause, at) ?? "")) at++;
  if (!lexicon.cueNouns.has(lowerAt(clause, at)) && lowerAt(clause, at - 1) !== "clear") return null;
  if (lowerAt(clause, at - 1) === "clear" && !lexicon.cueNouns.has(lowerAt(clause, at))) at--;
  const content = nounComplement(clause, at + 1, lexicon);
  return content && { cueEnd: at + 1 + content.skipped, content };
}

function nounComplement(clause: Clause, at: number, lexicon: Lexicon): (TokenRange & { skipped: number }) | null {
  const token = tokenAt(clause, at);
  if (!token) return null;
  if (
    token.tag === "that" ||
    token.tag === "interrogative" ||
    (token.tag === "to" && tokenAt(clause, at + 1)?.verb?.forms.has("base"))
  ) {
    const to = clauseEnd(clause, at, "that", lexicon);
    return to > at + 1 ? { from: at, to, skipped: 0 } : null;
  }
  if (token.tag === "preposition" && /^(?:of|for|about|on|against|in|over|with|towards?)$/.test(token.lower)) {
    const to = clauseEnd(clause, at + 1, "noun", lexicon);
    if (to <= at + 1) return null;
    return token.lower === "for" ? { from: at, to, skipped: 0 } : { from: at + 1, to, skipped: 1 };
  }
  return null;
}

function nounCue(outer: Clause, at: number, lexicon: Lexicon): Draft | null {
  const clause = within(outer, at);
  let before = at - 1;
  while (before > at - 3 && /^(?:adjective|adverb)$/.test(tagAt(clause, before) ?? "")) before--;
  const owner = tokenAt(clause, before);
  if (owner?.tag !== "possessive") return null;
  const content = nounComplement(clause, at + 1, lexicon);
  if (!content) return null;
  const isEnding = /^'s$|^['’]$/.test(owner.lower);
  const speaker = isEnding ? nounPhraseBefore(clause, before) : { from: before, to: before + 1 };
  if (!speaker) return null;
  const cue = { from: before + 1, to: at + 1 + content.skipped };
  return {
    pieces: [content],
    cue,
    speaker: { from: speaker.from, to: before + 1 },
    confidence: 0.5,
    found: "a noun that reports",
  };
}

function adjectiveCue(outer: Clause, at: number, lexicon: Lexicon): Draft | null {
  const clause = within(outer, at);
  let from = at;
  while (from > at - 4 && /^(?:adverb|negation|determiner)$/.test(tagAt(clause, from - 1) ?? "")) from--;
  const copula = tokenAt(clause, from - 1);
  const isCopula = copula?.tag === "auxiliary" || /^(?:feel|seem|remain|become|appear)$/.test(copula?.verb?.base ?? "");
  if (!isCopula) return null;
  const group = verbGroupAt(clause, from - 1, lexicon.chainVerbs);
  const subject = nounPhraseBefore(clause, group.from);
  const token = tokenAt(clause, at + 1);
  if (!subject || !token) return null;
  const isThat = token.tag === "that" || token.tag === "interrogative";
  const isTo = token.tag === "to" && tokenAt(clause, at + 2)?.verb?.forms.has("base");
  const isAbout = token.tag === "preposition" && /^(?:about|of|with|by|in|on)$/.test(token.lower);
  const isBare =
    token.tag === "pronoun" ||
    (token.tag === "determiner" && hasFiniteVerb({ ...clause, from: at + 1, to: Math.min(clause.to, at + 16) }));
  if (!isThat && !isTo && !isAbout && !isBare) return null;
  const start = isAbout ? at + 2 : at + 1;
  const to = clauseEnd(clause, start, isThat ? "that" : "noun", lexicon);
  if (to <= start) return null;
  return {
    pieces: [{ from: start, to }],
    cue: { from: group.from, to: start },
    speaker: subject,
    confidence: isThat ? 0.65 : 0.45,
    found: "a state of mind",
  };
}

/** "is expected to", "was asked about", "was criticized by". */
function passiveCue(
  clause: Clause,
  group: VerbGroup,
  after: number,
  entry: CueEntry,
  base: string,
  lexicon: Lexicon,
): Draft | null {
  const cue = { from: group.from, to: after };
  if (lowerAt(clause, after) === "by") {
    const agent = nounPhraseAfter(clause, after + 1);
    const subject = nounPhraseBefore(clause, group.from);
    if (agent && subject)
      return {
        pieces: [subject],
        cue: { from: group.from, to: after + 1 },
        speaker: agent,
        confidence: 0.4,
        found: "a passive with its agent",
      };
    return null;
  }
  const token = tokenAt(clause, after);
  const clausal =
    token?.tag === "that" ||
    token?.tag === "interrogative" ||
    (token?.tag === "to" &&
      /^(?:expect|ask|tell|urge|say|believe|think|report|allege|order|require|rumor)$/.test(base));
  if (!clausal) return null;
  const right = contentAfter(
    clause,
    after,
    { ...entry, complements: new Set([...entry.complements, "infinitive", "that"]) },
    base,
    lexicon,
  );
  return (
    right && { pieces: [{ from: right.from, to: right.to }], cue, speaker: null, confidence: 0.4, found: "a passive" }
  );
}

function subjectOf(
  clause: Clause,
  group: VerbGroup,
  speakers: Map<number, TokenRange | null>,
  lexicon: Lexicon,
): TokenRange | null {
  const before = tokenAt(clause, group.from - 1);
  const isGerund = tagAt(clause, group.head) === "gerund" && !group.finite;
  if (before && !isGerund && group.finite) {
    if (before.tag === "coordinator") return clauseSubject(clause, group.from - 1, speakers, lexicon);
    const noun = nounPhraseBefore(clause, group.from);
    if (noun) return noun;
    if (before.text === ",") return clauseSubject(clause, group.from - 1, speakers, lexicon);
    return null;
  }
  if (before) return clauseSubject(clause, group.from - 1, speakers, lexicon);
  return null;
}

/** Whoever a participle, an infinitive or a coordinated verb goes on with: the subject of the verb before. */
function clauseSubject(
  clause: Clause,
  before: number,
  speakers: Map<number, TokenRange | null>,
  lexicon: Lexicon,
): TokenRange | null {
  const lowest = Math.max(clause.from, before - 60);
  const outside = tokenAt(clause, before)?.quotation ?? -1;
  let nearest: TokenRange | null = null;
  for (let at = before; at >= lowest; at--) {
    if ((tokenAt(clause, at)?.quotation ?? -1) !== outside) continue;
    const known = speakers.get(at);
    if (known) return known;
    if (nearest) continue;
    const token = tokenAt(clause, at);
    if (token?.tag !== "verb" && token?.tag !== "auxiliary" && token?.tag !== "modal") continue;
    const group = verbGroupAt(clause, at, lexicon.chainVerbs);
    if (group.finite || token.tag !== "verb") nearest = nounPhraseBefore(clause, group.from);
  }
  return nearest;
}

interface Left {
  pieces: TokenRange[];
  speaker: TokenRange | null;
  cue?: TokenRange;
}

/** Content that stands before its attribution, and what goes on after it: "…, he said, …". */
function leftOf(
  clause: Clause,
  passage: Passage,
  group: VerbGroup,
  subject: TokenRange | null,
  after: number,
  right: (TokenRange & { complement: string }) | null,
  entry: CueEntry,
  lexicon: Lexicon,
): Left | null {
  if (tagAt(clause, group.head) === "gerund" && !group.finite) return null;
  const isAfter = subject && subject.to <= group.from && subject.to >= group.from - 2;
  const edge = isAfter ? subject.from : group.from;
  const border = tokenAt(clause, edge - 1);
  if (!border || (border.text !== "," && border.tag !== "mark")) return null;
  const quoted = border.tag === "mark" && border.quotation >= 0 ? border.quotation : -1;
  if (border.tag === "mark" && quoted < 0) return null;
  if (quoted < 0 && !entry.complements.has("left")) return null;
  if (right && quoted < 0 && right.complement !== "quotation") {
    if (isAfter || (right.complement !== "bare" && right.complement !== "noun")) return null;
  }
  const piece = leftPiece(clause, passage, edge, quoted);
  if (!piece) return null;
  if (quoted < 0 && right?.complement === "quotation") return null;
  let speaker = isAfter ? subject : null;
  let end = after;
  if (!isAfter) {
    speaker = nounPhraseAfter(clause, after);
    if (!speaker) return null;
    end = speaker.to;
    if (quoted < 0 && tagAt(clause, group.head) !== "verb") return null;
  }
  const pieces = [piece];
  const goesOn = rightPiece(clause, passage, end, quoted >= 0, lexicon);
  if (goesOn) pieces.push(goesOn);
  return { pieces, speaker };
}

function leftPiece(clause: Clause, passage: Passage, edge: number, quoted: number): TokenRange | null {
  const to = edge - 1;
  if (quoted >= 0) {
    let from = to;
    while (from > clause.from && clause.tokens[from - 1]?.quotation === quoted) from--;
    const lead = tokenAt(clause, from - 1);
    if (/^(?:asked|when|after)$/.test(lowerAt(clause, clause.from)) && lead) return null;
    const isWhole = lead && !/^[:,]$/.test(lead.text) && lead.tag !== "coordinator" && edge - clause.from < 80;
    return { from: isWhole ? clauseStart(clause, from - 1) : from, to: edge };
  }
  const from = clauseStart(clause, to - 1);
  if (to - from < 2 || !hasFiniteVerb({ ...clause, from, to })) return null;
  if (/^(?:as|when|while|after|if|although|though|because|asked)$/.test(lowerAt(clause, from))) return null;
  void passage;
  return { from, to };
}

function clauseStart(clause: Clause, at: number): number {
  let from = at;
  while (from > clause.from && !/^[;:—]$/.test(lowerAt(clause, from - 1))) from--;
  while (from < at && clause.tokens[from]?.tag === "coordinator") from++;
  for (let lead = from; lead < Math.min(at, from + 2); lead++) {
    if (tagAt(clause, lead) !== "adverb") break;
    if (lowerAt(clause, lead + 1) === ",") return lead + 2;
  }
  return from;
}

/** The rest of a split quotation after its attribution. */
function rightPiece(
  clause: Clause,
  passage: Passage,
  end: number,
  quoted: boolean,
  lexicon: Lexicon,
): TokenRange | null {
  let at = end;
  for (let skipped = 0; skipped < 4; skipped++) {
    const next = adjunctEnd(clause, at);
    if (next <= at) break;
    at = next;
  }
  const token = tokenAt(clause, at);
  if (!token) return null;
  void passage;
  if (quoted) {
    for (let look = at; look < Math.min(clause.to, at + 25); look++) {
      const mark = tokenAt(clause, look);
      if (mark?.tag !== "mark" || mark.quotation < 0) continue;
      const lead = lowerAt(clause, look - 1);
      if (lead !== "," && lead !== ":" && look !== at) return null;
      let to = look;
      while (to < clause.to && clause.tokens[to]?.quotation === mark.quotation) to++;
      return { from: look, to };
    }
    return null;
  }
  if (token.text !== "," || at !== end) return null;
  const next = tokenAt(clause, at + 1);
  if (
    !next ||
    next.tag === "coordinator" ||
    next.tag === "gerund" ||
    next.tag === "subordinator" ||
    next.tag === "interrogative" ||
    next.lower === "who"
  )
    return null;
  const to = clauseEnd(clause, at + 1, "bare", lexicon);
  return to - at > 2 ? { from: at + 1, to } : null;
}

function sourcePhraseAt(outer: Clause, at: number, lexicon: Lexicon): Draft | null {
  const clause = within(outer, at);
  if (
    !lexicon.pack.sourcePhrases.some((phrase) =>
      phrase.split(" ").every((word, nth) => lowerAt(clause, at + nth) === word),
    )
  )
    return null;
  const length =
    lowerAt(clause, at + 1) === "to"
      ? 2
      : (lexicon.pack.sourcePhrases.find((phrase) => phrase.startsWith(lowerAt(clause, at)))?.split(" ").length ?? 2);
  const cue = { from: at, to: at + length };
  const before = tokenAt(clause, at - 1);
  const isFirst = !before || before.tag === "coordinator" || (before.tag === "mark" && at - 1 === clause.from);
  const source = nounPhraseAfter(isFirst ? untilComma(clause, at) : clause, at + length);
  if (!source) return null;
  const draft = (piece: TokenRange): Draft => ({
    pieces: [piece],
    cue,
    speaker: source,
    confidence: 0.85,
    found: "according to",
  });
  if (isFirst) {
    let from = source.to;
    for (let look = source.to; look < Math.min(clause.to, source.to + 30); look++)
      if (lowerAt(clause, look) === ",") {
        from = look + 1;
        break;
      }
    const to = clauseEnd(clause, from, "bare", lexicon);
    return from > source.to && to > from ? draft({ from, to }) : null;
  }
  const to = before.text === "," ? at - 1 : at;
  const quoted = before.tag === "mark" && before.quotation >= 0 ? before.quotation : -1;
  const piece = quoted >= 0 ? leftPiece(clause, {} as Passage, at, quoted) : { from: clauseStart(clause, to - 1), to };
  return piece && piece.to - piece.from > 1 ? draft(piece) : null;
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

/** Quotations in a frame that no cue has taken: the speaker before goes on, or nobody is named. */
function addLeftQuotations(passage: Passage, clause: Clause, found: Attribution[], lexicon: Lexicon): void {
  const indices = new Set<number>();
  for (let at = clause.from; at < clause.to; at++) {
    const quotation = clause.tokens[at]?.quotation ?? -1;
    if (quotation >= 0) indices.add(quotation);
  }
  for (const index of indices) {
    const quotation = passage.quotations[index];
    if (!quotation) continue;
    const span = { start: quotation.contentStart, end: quotation.contentEnd };
    if (
      span.end <= span.start ||
      found.some(({ content }) => content.some((piece) => piece.start <= span.start + 1 && piece.end >= span.end - 1))
    )
      continue;
    const words = clause.tokens.filter(
      (_, at) =>
        at >= clause.from &&
        at < clause.to &&
        clause.tokens[at]?.quotation === index &&
        /[\p{L}\p{N}]/u.test(clause.tokens[at]?.text ?? ""),
    ).length;
    const ends = /[.,!?…]$/.test(passage.tokens.length > 0 ? lastCharacter(passage, index) : "");
    const isAlone = clause.tokens[clause.from]?.quotation === index;
    if (isAlone && ends && words >= 2) {
      const before = found.at(-1);
      const previous = before && before.form !== "indirect" && before.content.at(-1) ? before : null;
      if (previous && isSplitBy(passage, previous, quotation.open)) previous.content.push(span);
      else
        found.push({
          form: "direct",
          content: [span],
          cue: [],
          speaker: null,
          confidence: 0.6,
          found: "quotation marks",
        });
    } else if (words >= 5 || (ends && words >= 3)) {
      const subject = quoteSubject(clause, index, lexicon);
      found.push({
        form: "direct",
        content: [span],
        cue: [],
        speaker: subject && spanOf(passage, subject),
        confidence: 0.45,
        found: "quotation marks",
      });
    }
  }
}

function lastCharacter(passage: Passage, index: number): string {
  const quotation = passage.quotations[index];
  const last = passage.tokens.findLast(
    ({ end, tag }) => quotation !== undefined && end <= quotation.contentEnd && tag !== "mark",
  );
  return last?.text ?? "";
}

function isSplitBy(passage: Passage, previous: Attribution, open: number): boolean {
  const [cue] = previous.cue;
  const last = previous.content.at(-1);
  void passage;
  return (
    cue !== undefined &&
    last !== undefined &&
    cue.start >= last.end &&
    open >= cue.end &&
    previous.content[0] !== undefined &&
    previous.content[0].start < cue.start
  );
}

function quoteSubject(clause: Clause, index: number, lexicon: Lexicon): TokenRange | null {
  for (let at = clause.from; at < clause.to; at++) {
    const token = clause.tokens[at];
    if (token?.quotation === index) return null;
    if (token?.tag === "verb" || token?.tag === "auxiliary")
      return nounPhraseBefore(clause, verbGroupAt(clause, at, lexicon.chainVerbs).from);
  }
  return null;
}

function finish(passage: Passage, draft: Draft): Attribution {
  const content = draft.pieces.map((piece) => trimmed(passage, piece)).filter((span): span is Span => span !== null);
  return {
    form: formOf(passage, draft.pieces),
    content,
    cue: [spanOf(passage, draft.cue)],
    speaker: draft.speaker && spanOf(passage, draft.speaker),
    confidence: draft.confidence,
    found: draft.found,
  };
}

function spanOf({ tokens }: Passage, { from, to }: TokenRange): Span {
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
