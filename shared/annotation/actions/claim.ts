import { type Author, operate } from "../draft.ts";
import { coveredText } from "../graph.ts";
import type { Span } from "../records.ts";
import { openArticle, type ProjectState } from "../state.ts";
import { beginWork, newAnnotationFields } from "./common.ts";
import type { Marked } from "./mention.ts";

/** The innermost quote whose content holds the whole span, or null. */
export function quoteAround(state: ProjectState, article: string, span: Span): string | null {
  const { quotes } = openArticle(state, article);
  let best: { id: string; length: number } | null = null;
  for (const quote of quotes.values()) {
    for (const piece of quote.content) {
      const holds = piece.start <= span.start && span.end <= piece.end;
      if (holds && (best === null || piece.end - piece.start < best.length)) {
        best = { id: quote.id, length: piece.end - piece.start };
      }
    }
  }
  return best?.id ?? null;
}

/** Marks a claim. Inside a quote it is linked to it, and whoever speaks there is the claimant. The gist starts as the
 *  words themselves, as a sentence, for the analyst to normalise. */
export function addClaim(state: ProjectState, author: Author, article: string, spans: Span[], quote?: string): Marked {
  const { article: source } = openArticle(state, article);
  const id = author.newId("c");
  const [first] = spans;
  const around = quote ?? (first ? quoteAround(state, article, first) : null);
  const operation = operate(state, "Mark claim", author, (draft) => {
    draft.annotation("claim", article, id, {
      id,
      spans,
      claimant: around === null ? null : { quote: around },
      quote: around,
      gist: asSentence(coveredText(source.text, spans)),
      checkWorthiness: null,
      verdict: null,
      evidence: [],
      ...newAnnotationFields(author),
    });
    beginWork(draft, article);
  });
  return { operation, id };
}

/** Words as a sentence: on one line, with a capital and a full stop. */
export function asSentence(words: string): string {
  const plain = words
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[,;:]$/, "");
  const ended = /[.!?…]["”’']?$/.test(plain) ? plain : `${plain}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}
