import type { Draft } from "../draft.ts";
import { coveredText, entityOfParty, resolveEntity } from "../graph.ts";
import { cueWord, lessonWords, type Subject, taught, untaught } from "../lessons.ts";
import type { Guess, Mention, Quote, Span } from "../records.ts";
import { type ArticleState, openArticle, type ProjectState } from "../state.ts";

/** Teaches what linking a mention anew says, in the step that does it: what it was taken for is counted against, what it is
 *  now for. `before` is the mention as it was; one that a person marked by hand teaches nothing. */
export function learnFromMention(draft: Draft, article: string, before: Mention): void {
  if (before.origin.kind === "suggested") learn(draft, ofMention(draft.state, article, before));
}

/** The same for a quote whose cue or speaker is given anew. */
export function learnFromQuote(draft: Draft, article: string, before: Quote): void {
  if (before.origin.kind === "suggested") learn(draft, ofQuote(draft.state, article, before));
}

function learn(draft: Draft, corrections: readonly Correction[]): void {
  for (const { was, is } of corrections) {
    const said = was && untaught(draft.state.lessons, was);
    if (said) draft.lesson(said.id, said);
    const says = is && taught(draft.state.lessons, is, true);
    if (says) draft.lesson(says.id, says);
  }
}

interface Correction {
  was: Subject | null;
  is: Subject | null;
}

function ofMention(state: ProjectState, article: string, before: Mention): Correction[] {
  const open = openArticle(state, article);
  const after = open.mentions.get(before.id);
  if (!after || after.entity === before.entity) return [];
  const about = before.form === "name" ? "name" : before.form === "nominal" ? "speaker" : null;
  return about === null ? [] : [meaning(state, about, wordsOf(open, before), before.entity, after.entity)];
}

function ofQuote(state: ProjectState, article: string, before: Quote): Correction[] {
  const open = openArticle(state, article);
  const after = open.quotes.get(before.id);
  if (!after) return [];
  const corrections: Correction[] = [];
  if (!sameSpans(after.cue, before.cue)) corrections.push(ofCue(open.article.text, before, after));
  const [was, is] = [before.speakers[0], after.speakers[0]];
  const named = was && open.mentions.get(String(was.mention));
  const [entity, corrected] = [was, is].map((party) =>
    party ? (entityOfParty(state, open, party)?.id ?? null) : null,
  );
  if (named?.form === "nominal" && entity !== corrected)
    corrections.push(meaning(state, "speaker", wordsOf(open, named), entity ?? null, corrected ?? null));
  return corrections;
}

/** A cue that only grew or shrank was none the less found right. */
function ofCue(text: string, before: Quote, after: Quote): Correction {
  const isElsewhere = !after.cue.some((one) =>
    before.cue.some((other) => one.start < other.end && other.start < one.end),
  );
  const [was, is] = [cueWord(text, before), cueWord(text, after)];
  const subject = (words: string) => (words === "" ? null : { about: "cue" as const, words, means: null });
  return { was: isElsewhere ? subject(was) : null, is: was === is ? null : subject(is) };
}

/** Words that were taken for one entity and mean another. */
function meaning(
  state: ProjectState,
  about: "name" | "speaker",
  words: string,
  was: string | null,
  is: string | null,
): Correction {
  const subject = (id: string | null) => {
    const means = guessOf(state, id);
    return means && { about, words, means };
  };
  return { was: subject(was), is: subject(is) };
}

const wordsOf = ({ article }: ArticleState, { spans }: Mention): string =>
  lessonWords(coveredText(article.text, spans));

function guessOf({ entities }: ProjectState, id: string | null): Guess | null {
  const entity = resolveEntity(entities, id);
  return entity ? { entity: entity.id, type: entity.type, name: entity.name } : null;
}

const sameSpans = (some: readonly Span[], others: readonly Span[]): boolean =>
  some.length === others.length &&
  some.every(({ start, end }, at) => others[at]?.start === start && others[at]?.end === end);
