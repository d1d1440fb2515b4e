import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Article, Mention, Quote } from "../../shared/annotation/records.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { articleState } from "../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { articleToFile } from "../../shared/format/contents.ts";
import { writeAnnotations, writeAnnotator, writeArticle, writeProject } from "../../shared/format/project-files.ts";
import { registerLine } from "../../shared/format/register-log.ts";
import { type Newsroom, newsroom, type Story } from "./news.ts";

export interface ProjectSize {
  articles: number;
  wordsPerArticle: number;
  entities: number;
  seed: number;
}

export const benchAnnotator = { id: "bench", name: "Bench annotator" };
const colleague = { id: "colleague", name: "Colleague" };
const at = "2026-11-24T09:00:00.000Z";
/** Of a hundred articles: so many are done, so many in work, and the others to do. */
const share = { done: 15, doing: 10, ofColleague: 5 };
const publishers = Array.from(
  { length: 40 },
  (_, index) =>
    `${["Daily", "Evening", "Morning", "Sunday"][index % 4]} ${["Post", "Herald", "Courier", "Tribune", "Gazette", "Mail", "Echo", "Star", "Times", "News"][index % 10]}`,
);

/** Writes a project as the program would have, the same bytes for the same size and seed. */
export function generateProject(
  folder: string,
  size: ProjectSize,
  tell: (done: number) => void = () => undefined,
): void {
  const room = newsroom(size.seed, size.entities);
  const write = (path: string, content: string) => writeFileSync(join(folder, path), content);
  for (const name of [
    "annotators",
    "entities",
    "articles",
    `annotations/${benchAnnotator.id}`,
    `annotations/${colleague.id}`,
  ])
    mkdirSync(join(folder, name), { recursive: true });
  write(
    "project.json",
    writeProject({ id: `p_bench${size.articles}`, name: `Bench ${size.articles}`, scheme: newsScheme, guidelines: "" }),
  );
  for (const one of [benchAnnotator, colleague]) write(`annotators/${one.id}.json`, writeAnnotator(one.id, one.name));
  write(`entities/${benchAnnotator.id}.jsonl`, registerOf(room));
  for (let index = 0; index < size.articles; index++) {
    const story = room.story(size.wordsPerArticle - 60 + room.number(120));
    const article = articleOf(room, index, story);
    const bytes = writeArticle({ previous: null, created: at, article: articleToFile(article) });
    const version = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    mkdirSync(join(folder, "articles", article.id));
    write(`articles/${article.id}/${version}.json`, bytes);
    const draw = room.number(100);
    const owner =
      draw < share.done + share.doing
        ? benchAnnotator
        : draw < share.done + share.doing + share.ofColleague
          ? colleague
          : null;
    if (owner) {
      const work = { id: article.id, state: draw < share.done ? ("done" as const) : ("doing" as const) };
      const open = articleState(article, { work, ...annotationsOf(story, owner.id) });
      write(`annotations/${owner.id}/${article.id}.json`, writeAnnotations(open, owner.id, version));
    }
    if (index % 1_000 === 999) tell(index + 1);
  }
}

function registerOf(room: Newsroom): string {
  return room.names
    .map(({ id, type, name, alias }) => {
      const entity = { id, type, name, aliases: [alias], links: [], note: "", mergedInto: null, created: at };
      return registerLine({ at, do: "create", entity });
    })
    .join("");
}

function articleOf(room: Newsroom, index: number, story: Story): Article {
  const day = new Date(Date.UTC(2016, 0, 1) + room.number(3_900) * 86_400_000).toISOString().slice(0, 10);
  return {
    id: `story-${String(index).padStart(6, "0")}`,
    title: room.title(),
    byline: null,
    publisher: publishers[room.number(publishers.length)] ?? null,
    date: day,
    url: null,
    language: "en",
    text: story.text,
    blocks: blocksOfPlainText(story.text),
    source: { kind: "paste", name: null, sha256: null, encoding: null, bom: false },
    removed: false,
  };
}

function annotationsOf(story: Story, annotator: string): { mentions: Mention[]; quotes: Quote[] } {
  const common = {
    note: "",
    attributes: {},
    status: "done" as const,
    annotator,
    origin: { kind: "human" as const },
    created: at,
    modified: at,
  };
  return {
    mentions: story.mentions.map(({ start, end, name }, index) => ({
      id: `m${index}`,
      entity: name.id,
      form: "name",
      spans: [{ start, end }],
      ...common,
    })),
    quotes: story.quotes.map(({ start, end, cue, speaker }, index) => ({
      id: `q${index}`,
      form: "direct",
      content: [{ start, end }],
      cue: [cue],
      speakers: [{ mention: `m${speaker}` }],
      addressees: [],
      ...common,
    })),
  };
}
