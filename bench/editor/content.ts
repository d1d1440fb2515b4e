import type { Article, Claim, Entity, Mention, Quote } from "../../shared/annotation/records.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { type ArticleState, articleState } from "../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import type { BenchDocument } from "./document.ts";

const now = "2026-11-24T09:00:00.000Z";
export const benchAnnotator = { id: "bench", name: "Bench" };

/** The entities that the marks of every document name in turn. */
export const benchEntities = Array.from({ length: 400 }, (_, at): Entity => {
  const type = newsScheme.entityTypes[at % newsScheme.entityTypes.length]?.id ?? "Person";
  return { id: `e${at}`, type, name: `Entity ${at}`, aliases: [], links: [], note: "", mergedInto: null, created: now };
});

/** A document as an article with its annotations: mentions, quotes with a speaker, and claims. */
export function benchArticle(
  document: BenchDocument,
  id: string,
  title: string,
): { open: ArticleState; entities: Entity[] } {
  const open = articleState(article(id, title, document.text), {
    work: { id, state: "doing" },
    ...contentsOf(document),
  });
  return { open, entities: benchEntities };
}

export function article(id: string, title: string, text: string): Article {
  return {
    id,
    title,
    byline: null,
    publisher: null,
    date: null,
    language: "en",
    url: null,
    text,
    blocks: blocksOfPlainText(text),
    source: { kind: "paste", name: null, sha256: null, encoding: null, bom: false },
    removed: false,
  };
}

function contentsOf(document: BenchDocument) {
  const common = {
    note: "",
    attributes: {},
    status: "draft" as const,
    annotator: benchAnnotator.id,
    origin: { kind: "human" as const },
    created: now,
    modified: now,
  };
  const mentions: Mention[] = [];
  const quotes: Quote[] = [];
  const claims: Claim[] = [];
  for (const [at, { id, kind, start, end }] of document.marks.entries()) {
    const spans = [{ start, end }];
    if (kind === "name") {
      mentions.push({ ...common, id: `m_${id}`, entity: `e${at % 400}`, form: "name", spans });
    } else if (at % 12 === 5) {
      const speaker = mentions.at(-1);
      quotes.push({
        ...common,
        id: `q_${id}`,
        form: "direct",
        content: spans,
        cue: [],
        speakers: speaker ? [{ mention: speaker.id }] : [],
        addressees: [],
      });
    } else {
      const quote = quotes.at(-1)?.id ?? null;
      claims.push({
        ...common,
        id: `c_${id}`,
        spans,
        claimant: quote === null ? null : { quote },
        quote,
        gist: `Claim ${at}`,
        checkWorthiness: "medium",
        verdict: null,
        evidence: [],
      });
    }
  }
  return { mentions, quotes, claims };
}
