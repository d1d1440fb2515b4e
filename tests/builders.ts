import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Author } from "../shared/annotation/draft.ts";
import { apply, type Operation } from "../shared/annotation/operation.ts";
import type {
  Article,
  Claim,
  Entity,
  Mention,
  Project,
  Quote,
  Relation,
  Span,
  StoredSuggestion,
} from "../shared/annotation/records.ts";
import { newsScheme } from "../shared/annotation/scheme.ts";
import {
  type ArticleContents,
  articleState,
  emptyProjectState,
  type ProjectState,
  withArticle,
} from "../shared/annotation/state.ts";
import { blocksOfPlainText } from "../shared/article/blocks.ts";

/** The time at which the records of these builders were made, before any author's sitting. */
export const long = "2026-01-01T00:00:00.000Z";
export const sitting = "2026-11-24T09:00:00.000Z";

/** An author whose clock goes on by a second with every look at it, and whose ids count. */
export function author(annotator = "a1"): Author {
  let ticks = 0;
  let ids = 0;
  return {
    annotator,
    since: sitting,
    now: () => new Date(Date.parse(sitting) + 1000 * ticks++).toISOString(),
    newId: (prefix) => `${prefix}${annotator}${++ids}`,
  };
}

export function article(text: string, fields: Partial<Article> = {}): Article {
  return {
    id: "story",
    title: "Story",
    byline: null,
    publisher: null,
    date: null,
    url: null,
    language: null,
    text,
    blocks: blocksOfPlainText(text),
    source: { kind: "paste", name: null, sha256: null, encoding: null, bom: false },
    removed: false,
    ...fields,
  };
}

const annotationFields = {
  note: "",
  attributes: {},
  status: "draft" as const,
  annotator: "a1",
  origin: { kind: "human" as const },
  created: long,
  modified: long,
};

export const mention = (id: string, span: Span, entity: string | null, fields: Partial<Mention> = {}): Mention => ({
  id,
  entity,
  form: "name",
  spans: [span],
  ...annotationFields,
  ...fields,
});

export const quote = (id: string, content: Span[], fields: Partial<Quote> = {}): Quote => ({
  id,
  form: "direct",
  content,
  cue: [],
  speakers: [],
  addressees: [],
  ...annotationFields,
  ...fields,
});

export const claim = (id: string, spans: Span[], fields: Partial<Claim> = {}): Claim => ({
  id,
  spans,
  claimant: null,
  quote: null,
  gist: "",
  checkWorthiness: null,
  verdict: null,
  evidence: [],
  ...annotationFields,
  ...fields,
});

export const relation = (id: string, from: string, to: Relation["to"], fields: Partial<Relation> = {}): Relation => ({
  id,
  type: "supports",
  from,
  to,
  ...annotationFields,
  ...fields,
});

export const entity = (id: string, name: string, fields: Partial<Entity> = {}): Entity => ({
  id,
  type: "Person",
  name,
  aliases: [],
  links: [],
  note: "",
  mergedInto: null,
  created: long,
  ...fields,
});

export const suggestion = (
  kind: StoredSuggestion["kind"],
  spans: Span[],
  fields: Partial<StoredSuggestion> = {},
): StoredSuggestion => ({
  id: `${kind} ${spans[0]?.start}`,
  kind,
  decision: "pending",
  spans,
  cue: [],
  form: null,
  means: null,
  speaker: null,
  checkWorthiness: null,
  producer: "test",
  version: "1",
  confidence: 0.5,
  reason: "Because.",
  annotator: "a1",
  decided: null,
  ...fields,
});

export const project = (fields: Partial<Project> = {}): Project => ({
  id: "p1",
  name: "Project",
  scheme: newsScheme,
  guidelines: "",
  ...fields,
});

/** A project with one open article. */
export function projectWith(
  open: Article,
  contents: ArticleContents = {},
  entities: readonly Entity[] = [],
): ProjectState {
  return withArticle(emptyProjectState(project(), entities), articleState(open, contents));
}

/** Where some words stand in a text, the first time or the `nth` one. */
export function spanOf(text: string, words: string, nth = 1): Span {
  let at = -1;
  for (let count = 0; count < nth; count += 1) at = text.indexOf(words, at + 1);
  if (at < 0) throw new RangeError(`“${words}” does not stand ${nth} times in the text`);
  return { start: at, end: at + words.length };
}

/** The state after operations; null ones change nothing. */
export const applied = (state: ProjectState, ...operations: readonly (Operation | null)[]): ProjectState =>
  operations.reduce<ProjectState>((current, operation) => (operation ? apply(current, operation) : current), state);

const byKey = <T>(table: { entries(): Iterable<[string, T]> }): [string, T][] =>
  [...table.entries()].sort(([a], [b]) => (a < b ? -1 : 1));

/** A state as plain JSON, whatever order its tables keep. */
export function plain(state: ProjectState): unknown {
  const articles = byKey(state.articles).map(([id, open]) => ({
    id,
    article: open.article,
    work: open.work,
    mentions: byKey(open.mentions),
    quotes: byKey(open.quotes),
    claims: byKey(open.claims),
    relations: byKey(open.relations),
    orphans: byKey(open.orphans),
    suggestions: byKey(open.suggestions),
  }));
  return JSON.parse(
    JSON.stringify({
      project: state.project,
      entities: byKey(state.entities),
      lessons: byKey(state.lessons),
      articles,
    }),
  );
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "onrecord-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
