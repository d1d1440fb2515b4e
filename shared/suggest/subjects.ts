import type { Lexicon } from "./lexicon.ts";
import type { TokenRange } from "./passages.ts";
import { type Clause, lowerAt, tagAt, tokenAt } from "./phrases.ts";
import { type VerbGroup, verbGroupAt } from "./verbs.ts";
import { subjectBefore } from "./whole-subject.ts";

/** Who speaks in the cues of a frame up to a place. */
export class Speakers {
  readonly #ofCues = new Map<number, TokenRange | null>();
  readonly #untilEnds = new Map<number, TokenRange | null>();

  /** Notes whose cue the verb at a token is, and where what it introduces ends. */
  note(verb: number, speaker: TokenRange | null, contentEnd?: number): void {
    this.#ofCues.set(verb, speaker);
    if (contentEnd !== undefined) this.#untilEnds.set(contentEnd, speaker);
  }

  ofCue(verb: number): TokenRange | null {
    return this.#ofCues.get(verb) ?? null;
  }

  /** Whoever said what ends right before a coordinated verb: the coordinator, or the comma before it, stands at `joint`. */
  before(clause: Clause, joint: number): TokenRange | null {
    const comma = lowerAt(clause, joint - 1) === "," ? joint - 1 : joint;
    return this.#untilEnds.get(joint) ?? this.#untilEnds.get(comma) ?? null;
  }
}

/** Whose verb it is: `speakers` are those of the cues before it. */
export function subjectOf(clause: Clause, group: VerbGroup, speakers: Speakers, lexicon: Lexicon): TokenRange | null {
  const before = tokenAt(clause, group.from - 1);
  const isGerund = tagAt(clause, group.head) === "gerund" && !group.finite;
  if (before && !isGerund && group.finite) {
    if (before.tag === "coordinator")
      return speakers.before(clause, group.from - 1) ?? clauseSubject(clause, group.from - 1, speakers, lexicon);
    const noun = subjectBefore(clause, group.from);
    if (noun) return noun;
    if (before.text === ",") return clauseSubject(clause, group.from - 1, speakers, lexicon);
    return null;
  }
  if (before) return clauseSubject(clause, group.from - 1, speakers, lexicon);
  return null;
}

/** Whoever a participle, an infinitive or a coordinated verb goes on with: the subject of the verb before. */
function clauseSubject(clause: Clause, before: number, speakers: Speakers, lexicon: Lexicon): TokenRange | null {
  const lowest = Math.max(clause.from, before - 60);
  const outside = tokenAt(clause, before + 1)?.quotation ?? -1;
  const isCoordinated = tagAt(clause, before) === "coordinator";
  const isRelative = ({ from, to }: TokenRange) =>
    to - from === 1 && lexicon.groups.relativePronouns.has(lowerAt(clause, from));
  let nearest: TokenRange | null = null;
  for (let at = before; at >= lowest; at--) {
    if ((tokenAt(clause, at)?.quotation ?? -1) !== outside) continue;
    const known = speakers.ofCue(at);
    if (known && (isCoordinated || !isRelative(known))) return known;
    if (nearest) continue;
    const token = tokenAt(clause, at);
    if (token?.tag !== "verb" && token?.tag !== "auxiliary" && token?.tag !== "modal") continue;
    const group = verbGroupAt(clause, at, lexicon.chainVerbs);
    if (group.finite || token.tag !== "verb") {
      const subject = subjectBefore(clause, group.from);
      if (subject && (isCoordinated || !isRelative(subject))) nearest = subject;
    }
  }
  return nearest;
}
