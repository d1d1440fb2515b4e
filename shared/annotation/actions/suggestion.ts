import { type Author, type Draft, operate } from "../draft.ts";
import { coveredText, resolveEntity } from "../graph.ts";
import { lessonWords, subjectsOf, taught } from "../lessons.ts";
import type { Operation } from "../operation.ts";
import type {
  Annotation,
  Guess,
  Mention,
  MentionForm,
  Origin,
  Party,
  QuoteForm,
  Span,
  StoredSuggestion,
} from "../records.ts";
import { openArticle, type ProjectState } from "../state.ts";
import { asSentence, quoteAround } from "./claim.ts";
import { beginWork, newAnnotationFields } from "./common.ts";
import { createEntityIn, entityNamed, type Marked, mentionAtExactly } from "./mention.ts";

/** What names the place of a suggestion: of two with the same, one is enough. */
export function placeOfSuggestion({ kind, spans, means }: StoredSuggestion): string {
  const place = spans.map(({ start, end }) => `${start}-${end}`).join(" ");
  return `${kind} ${place}${kind === "mention" ? ` ${means?.type ?? ""}` : ""}`;
}

/** Makes an annotation of a suggestion, with what it needs: the entity, the mention that speaks. `spans` is where the analyst
 *  says that it stands, if not where it was proposed. */
export function acceptSuggestion(
  state: ProjectState,
  author: Author,
  article: string,
  suggestion: StoredSuggestion,
  spans: readonly Span[] = suggestion.spans,
): Marked {
  let id = "";
  const operation = operate(state, `Accept ${suggestion.kind}`, author, (draft) => {
    id = acceptIn(draft, author, article, suggestion, spans);
  });
  return { operation, id };
}

/** Accepts several suggestions in one step. */
export function acceptSuggestions(
  state: ProjectState,
  author: Author,
  article: string,
  suggestions: readonly StoredSuggestion[],
): Operation | null {
  return operate(state, `Accept ${suggestions.length} suggestions`, author, (draft) => {
    for (const one of suggestions) acceptIn(draft, author, article, one, one.spans);
  });
}

/** Remembers that suggestions were rejected, so that they are not made again. */
export function rejectSuggestions(
  state: ProjectState,
  author: Author,
  article: string,
  suggestions: readonly StoredSuggestion[],
): Operation | null {
  const [first, ...others] = suggestions;
  const label = others.length > 0 ? `Reject ${suggestions.length} suggestions` : `Reject ${first?.kind ?? "nothing"}`;
  return operate(state, label, author, (draft) => {
    for (const one of suggestions) decide(draft, author, article, one, "rejected", one.means);
  });
}

/** Keeps suggestions until they are decided: for those that cannot be made again at no cost. */
export function keepSuggestions(
  state: ProjectState,
  author: Author,
  article: string,
  suggestions: readonly StoredSuggestion[],
): Operation | null {
  return operate(state, "Keep suggestions", author, (draft) => {
    const known = new Set([...openArticle(state, article).suggestions.values()].map(placeOfSuggestion));
    for (const one of suggestions) {
      if (known.has(placeOfSuggestion(one))) continue;
      const id = author.newId("s");
      draft.suggestion(article, id, { ...one, id, annotator: author.annotator, decision: "pending", decided: null });
    }
  });
}

/** Forgets lessons: these, or all of them. Nothing that was accepted or rejected changes. */
export function forgetLessons(state: ProjectState, author: Author, ids?: readonly string[]): Operation | null {
  return operate(state, ids ? "Forget what was learnt" : "Forget everything that was learnt", author, (draft) => {
    for (const id of ids ?? state.lessons.keys()) draft.lesson(id, null);
  });
}

function acceptIn(
  draft: Draft,
  author: Author,
  article: string,
  suggestion: StoredSuggestion,
  spans: readonly Span[],
): string {
  const { text } = openArticle(draft.state, article).article;
  const means = guessWithEntity(draft, author, article, renamed(text, suggestion, spans));
  const accepted = { ...suggestion, means };
  const id = author.newId(suggestion.kind.slice(0, 1));
  draft.annotation(suggestion.kind, article, id, annotationOf(draft, author, article, accepted, spans, id));
  decide(draft, author, article, accepted, "accepted", means);
  beginWork(draft, article);
  return id;
}

/** The entity that accepting a suggestion would link to, as the register has it by now; as guessed, where it would be new. */
export function guessInRegister(state: ProjectState, article: string, means: Guess): Guess {
  const known = resolveEntity(state.entities, means.entity) ?? entityNamed(state, article, means.name, means.type);
  return known ? { ...means, entity: known.id, type: known.type, name: known.name } : { ...means, entity: null };
}

/** The entity that a suggestion means, made where it is not in the register. */
function guessWithEntity(draft: Draft, author: Author, article: string, means: Guess | null): Guess | null {
  if (!means) return null;
  const known = guessInRegister(draft.state, article, means);
  return { ...known, entity: known.entity ?? createEntityIn(draft, author, known.type, known.name) };
}

/** A new thing that was called by the suggested words is called by those that the analyst made of them. */
function renamed(text: string, { kind, means, spans }: StoredSuggestion, corrected: readonly Span[]): Guess | null {
  const words = (pieces: readonly Span[]) => lessonWords(coveredText(text, pieces));
  const isOwnName = kind === "mention" && means?.entity === null && means.name === words(spans);
  return isOwnName ? { ...means, name: words(corrected) } : means;
}

function annotationOf(
  draft: Draft,
  author: Author,
  article: string,
  suggestion: StoredSuggestion,
  spans: readonly Span[],
  id: string,
): Annotation {
  const common = { ...newAnnotationFields(author), origin: originOf(author, suggestion) };
  const pieces = [...spans];
  const { kind, form, means, cue, checkWorthiness } = suggestion;
  const [first] = pieces;
  if (kind === "mention") {
    return { id, entity: means?.entity ?? null, form: (form ?? "name") as MentionForm, spans: pieces, ...common };
  }
  if (kind === "quote") {
    const speakers = speakersOf(draft, author, article, suggestion);
    return { id, form: (form ?? "indirect") as QuoteForm, content: pieces, cue, speakers, addressees: [], ...common };
  }
  const quote = first ? quoteAround(draft.state, article, first) : null;
  const gist = asSentence(coveredText(openArticle(draft.state, article).article.text, pieces));
  const claimant = quote === null ? null : { quote };
  return { id, spans: pieces, claimant, quote, gist, checkWorthiness, verdict: null, evidence: [], ...common };
}

/** Who speaks: the mention at the words that name them, or of the same entity there; made where there is none yet. */
function speakersOf(draft: Draft, author: Author, article: string, suggestion: StoredSuggestion): Party[] {
  const { speaker, means } = suggestion;
  const entity = means?.entity ?? null;
  if (!speaker) return entity === null ? [] : [{ entity }];
  const open = openArticle(draft.state, article);
  const isThere = (mention: Mention) =>
    mention.entity === entity &&
    mention.spans.some((one) => one.start < speaker.span.end && speaker.span.start < one.end);
  const known = mentionAtExactly(open, speaker.span) ?? open.mentions.find(isThere);
  if (known) return [{ mention: known.id }];
  const id = author.newId("m");
  const origin = originOf(author, suggestion);
  const spans = [speaker.span];
  const mention = { id, entity, form: speaker.form, spans, ...newAnnotationFields(author), origin };
  draft.annotation("mention", article, id, mention);
  return [{ mention: id }];
}

const originOf = (author: Author, { producer, version, confidence }: StoredSuggestion): Origin => ({
  kind: "suggested",
  producer,
  version,
  confidence,
  accepted: author.now(),
});

/** Writes a decision down, and what it teaches. */
function decide(
  draft: Draft,
  author: Author,
  article: string,
  suggestion: StoredSuggestion,
  decision: "accepted" | "rejected",
  means: Guess | null,
): void {
  const open = openArticle(draft.state, article);
  const id = open.suggestions.has(suggestion.id) ? suggestion.id : author.newId("s");
  const decided = author.now();
  draft.suggestion(article, id, { ...suggestion, id, decision, annotator: author.annotator, decided });
  for (const subject of subjectsOf(open.article.text, suggestion, means)) {
    const lesson = taught(draft.state.lessons, subject, decision === "accepted");
    draft.lesson(lesson.id, lesson);
  }
}
