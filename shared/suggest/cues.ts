import { clauseEnd } from "./clause-end.ts";
import { type Complemented, contentAfter } from "./content.ts";
import { clauseStart, leftOf, leftPiece } from "./left-content.ts";
import type { CueEntry, Lexicon } from "./lexicon.ts";
import type { Passage, TokenRange } from "./passages.ts";
import { type Clause, lowerAt, nounPhraseAfter, nounPhraseBefore, tagAt, tokenAt, untilComma } from "./phrases.ts";
import { Speakers, subjectOf } from "./subjects.ts";
import { finiteVerb, hasFiniteVerb, type VerbGroup, verbGroupAt } from "./verbs.ts";
import { subjectBefore } from "./whole-subject.ts";

/** An attribution in tokens: the pieces of its content may take in marks and a "that" that no annotation has. */
export interface Draft {
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

/** Everything in a frame that is introduced by a cue, by where the cue stands. */
export function draftsIn(clause: Clause, passage: Passage, lexicon: Lexicon): Draft[] {
  const drafts: Draft[] = [];
  const speakers = new Speakers();
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
        ? verbCue(clause, at, speakers, lexicon)
        : lexicon.cueAdjectives.has(token.lower) && token.tag !== "name"
          ? adjectiveCue(clause, at, lexicon)
          : token.tag === "noun" && lexicon.cueNouns.has(token.lower)
            ? nounCue(clause, at, speakers, lexicon)
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

function verbCue(outer: Clause, head: number, speakers: Speakers, lexicon: Lexicon): Draft | null {
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
    speakers.note(head, subject);
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
  if (isReducedPassive(clause, group, after))
    return passiveCue(clause, { ...group, passive: true }, after, entry, base, lexicon);
  if (group.passive) return passiveCue(clause, group, after, entry, base, lexicon);
  speakers.note(head, subject);
  const plain = entry.particles.length > 0 ? clausalReading(clause, head, base, lexicon) : null;
  const isFronted = !subject && opensSentence(clause, group.from);
  const right = plain ?? contentAfter(isFronted ? untilComma(clause, after) : clause, after, entry, base, lexicon);
  const isInfinitive = !group.finite && tagAt(clause, group.from - 1) === "to";
  const cue = { from: isInfinitive ? group.from - 1 : group.from, to: plain ? head + 1 : after };
  const left = entry.complements.has("quotation") ? leftOf(clause, group, subject, after, right, entry, lexicon) : null;
  if (left) {
    speakers.note(head, left.speaker);
    return {
      pieces: left.pieces,
      cue,
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
  const isParticiple = tagAt(clause, head) === "gerund" || clause.groups.perfect.has(lowerAt(clause, group.from));
  const frontedSpeaker = isFronted && isParticiple ? mainSubject(clause, right.to) : null;
  speakers.note(head, subject ?? frontedSpeaker, right.to);
  const confidence = entry.confidence * (FACTORS[right.complement] ?? 0.7) * (subject ? 1 : 0.7);
  return {
    pieces: [{ from: right.from, to: right.to }],
    cue,
    speaker: subject ?? frontedSpeaker,
    confidence,
    found: right.complement,
  };
}

/** Whether a verb opens its sentence, at most after a preposition: "in addition to stating that". */
function opensSentence(clause: Clause, at: number): boolean {
  if (at === clause.from) return true;
  const isLinked = /^(?:preposition|to|subordinator)$/.test(tagAt(clause, at - 1) ?? "");
  return isLinked && at - clause.from <= 3 && finiteVerb({ ...clause, to: at }) < 0;
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
  if (!lexicon.cueNouns.has(lowerAt(clause, at))) {
    if (!clause.groups.lightAdjectives.has(lowerAt(clause, at - 1))) return null;
    at--;
  }
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
  if (token.tag === "preposition" && lexicon.groups.nounCuePrepositions.has(token.lower)) {
    const to = clauseEnd(clause, at + 1, "noun", lexicon);
    if (to <= at + 1) return null;
    return clause.groups.aims.has(token.lower) ? { from: at, to, skipped: 0 } : { from: at + 1, to, skipped: 1 };
  }
  return null;
}

/** "described his intent to": what the verb before introduces. */
function isContent(clause: Clause, owner: number, lexicon: Lexicon): boolean {
  const verb = tokenAt(clause, owner - 1);
  if (verb?.tag !== "verb" && verb?.tag !== "gerund") return false;
  return lexicon.cues.get(verb.verb?.base ?? "")?.some(({ complements }) => complements.has("noun")) === true;
}

/** "pinned his hopes on", "kept up her criticism of": the noun with the verb that it hangs on is one cue, its subject speaks. */
function governedCue(
  clause: Clause,
  owner: number,
  noun: number,
  content: TokenRange & { skipped: number },
  speakers: Speakers,
  lexicon: Lexicon,
): Draft | null {
  const isBy = tagAt(clause, owner - 1) === "preposition";
  const verb = isBy ? owner - 2 : owner - 1;
  if (!/^(?:verb|gerund)$/.test(tagAt(clause, verb) ?? "")) return null;
  const group = verbGroupAt(clause, verb, lexicon.chainVerbs);
  const speaker = group.passive ? null : subjectOf(clause, group, speakers, lexicon);
  if (!speaker) return null;
  const cue = { from: group.from, to: noun + 1 + content.skipped };
  return { pieces: [content], cue, speaker, confidence: 0.5, found: "a noun that reports" };
}

function nounCue(outer: Clause, at: number, speakers: Speakers, lexicon: Lexicon): Draft | null {
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
  if (!isEnding && isContent(clause, before, lexicon)) return null;
  const governed = isEnding ? null : governedCue(clause, before, at, content, speakers, lexicon);
  if (governed) return governed;
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
  const isCopula = copula?.tag === "auxiliary" || lexicon.groups.copulas.has(copula?.verb?.base ?? "");
  if (!isCopula) return null;
  const group = verbGroupAt(clause, from - 1, lexicon.chainVerbs);
  const subject = nounPhraseBefore(clause, group.from);
  const token = tokenAt(clause, at + 1);
  if (!subject || !token) return null;
  const isThat = token.tag === "that" || token.tag === "interrogative";
  const isTo = token.tag === "to" && tokenAt(clause, at + 2)?.verb?.forms.has("base");
  const isAbout = token.tag === "preposition" && lexicon.groups.statePrepositions.has(token.lower);
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

/** "Asked by a reporter whether": a participle that opens its clause, with an agent. */
function isReducedPassive(clause: Clause, group: VerbGroup, after: number): boolean {
  const isParticiple = tokenAt(clause, group.head)?.verb?.forms.has("participle") === true && group.from === group.head;
  return isParticiple && clause.groups.agents.has(lowerAt(clause, after)) && opensSentence(clause, group.from);
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
  if (clause.groups.agents.has(lowerAt(clause, after))) {
    const agent = nounPhraseAfter(clause, after + 1);
    const subject = subjectBefore(clause, group.from);
    const told = agent && agentContent(clause, agent.to, entry, base, lexicon);
    if (told) return { pieces: [told], cue, speaker: agent, confidence: 0.55, found: "a passive with its agent" };
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
    (token?.tag === "to" && lexicon.groups.passiveInfinitives.has(base));
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

/** "was asked by the judge whether", "was told by aides that": what an agent says after it. */
function agentContent(
  clause: Clause,
  after: number,
  entry: CueEntry,
  base: string,
  lexicon: Lexicon,
): TokenRange | null {
  const right = contentAfter(clause, after, entry, base, lexicon);
  const isSaid = right && /^(?:that|quotation)$/.test(right.complement);
  const isAsked = right?.complement === "infinitive" || tagAt(clause, after) === "to";
  if (isSaid) return { from: right.from, to: right.to };
  if (!isAsked || !lexicon.groups.passiveInfinitives.has(base)) return null;
  return { from: after, to: clauseEnd(clause, after, "infinitive", lexicon) };
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
  const piece = quoted >= 0 ? leftPiece(clause, at, quoted) : { from: clauseStart(clause, to - 1), to };
  return piece && piece.to - piece.from > 1 ? draft(piece) : null;
}
