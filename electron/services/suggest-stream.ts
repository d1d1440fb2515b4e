import { createHash } from "node:crypto";
import { z } from "zod";
import type { Article } from "../../shared/annotation/records.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { writeAnnotation } from "../../shared/format/annotation-file.ts";
import { jsonPath, type Problem } from "../../shared/format/problem.ts";
import { annotate } from "../../shared/suggest/annotate.ts";
import { asGold, type Convention } from "../../shared/suggest/gold.ts";
import type { Suggester, Suggestion } from "../../shared/suggest/suggester.ts";
import { asProblem } from "./problems.ts";

const inputSchema = z.object({
  id: z.string().min(1).max(200),
  text: z.string().refine((text) => text.isWellFormed(), "the text has half a character in it"),
});

export type OutputForm = { kind: "annotation"; now: string } | { kind: "gold"; convention: Convention };

/** What became of one line of input: the line to write, or what is wrong with it. */
export type LineResult = { ok: true; line: string } | { ok: false; problem: Problem };

const remedy = 'Each line is one JSON object with an "id" and a "text".';

/** A line of input and its number, counted from 1. */
export interface InputLine {
  number: number;
  line: string;
}

/** Suggestions for one article that comes as a line of JSON. */
export async function suggestLine(
  file: string,
  { number, line }: InputLine,
  suggesterOf: (article: Article) => Suggester,
  form: OutputForm,
): Promise<LineResult> {
  const path = `line ${number}`;
  const read = parseLine(line, inputSchema);
  if (!read.ok) return { ok: false, problem: { file, path, reason: read.reason, remedy } };
  const article = articleOf(read.value.id, read.value.text);
  return outputOf(article, suggesterOf(article), form).then(
    (written) => ({ ok: true, line: written }),
    (error) => ({ ok: false, problem: { ...asProblem(error), path } }),
  );
}

/** One line of JSON by a schema, or why it is none. */
export function parseLine<S extends z.ZodType>(
  line: string,
  schema: S,
): { ok: true; value: z.infer<S> } | { ok: false; reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { ok: false, reason: `it is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 0 ? `${jsonPath(issue.path)}: ` : "";
  return { ok: false, reason: `${place}${issue?.message ?? "it does not fit"}` };
}

async function outputOf(article: Article, suggester: Suggester, form: OutputForm): Promise<string> {
  const { id, text } = article;
  const suggestions: Suggestion[] = [];
  const request = { text, blocks: article.blocks, register: [], lessons: [] };
  for await (const batch of suggester.suggest(request)) suggestions.push(...batch);
  if (form.kind === "gold") return JSON.stringify(asGold(id, text, suggestions, form.convention));
  const annotator = { id: suggester.producer, name: suggester.producer, state: "doing" as const };
  const { entities, open } = annotate(article, suggestions, suggester, { annotator: annotator.id, now: form.now });
  const written = writeAnnotation({
    project: { id: "suggested", name: "Suggested", scheme: newsScheme, guidelines: "" },
    articleVersion: createHash("sha256").update(text).digest("hex").slice(0, 32),
    annotators: [annotator],
    entities,
    open,
    earlier: [],
    unknown: {},
  });
  return JSON.stringify(JSON.parse(written));
}

function articleOf(id: string, text: string): Article {
  return {
    id,
    title: id,
    byline: null,
    publisher: null,
    date: null,
    url: null,
    language: null,
    text,
    blocks: blocksOfPlainText(text),
    source: { kind: "paste", name: null, sha256: null, encoding: null, bom: false },
    removed: false,
  };
}
