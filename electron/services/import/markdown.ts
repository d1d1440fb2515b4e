import MarkdownIt from "markdown-it";
import type { Extracted } from "./draft.ts";
import { blocksOfHtml, parsePage } from "./html-blocks.ts";

const FRONT_MATTER = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/u;
const FIELD = /^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$/u;

/** Markdown as it would be shown; front matter of `key: value` lines becomes what is known about the article. */
export function readMarkdown(source: string): Extracted {
  const { fields, body } = splitFrontMatter(source);
  const page = parsePage(new MarkdownIt({ html: true }).render(body));
  return {
    ...blocksOfHtml(page.body),
    title: fields.get("title"),
    byline: fields.get("author") ?? fields.get("authors") ?? fields.get("byline"),
    publisher: fields.get("publisher") ?? fields.get("source"),
    date: fields.get("date"),
    url: fields.get("url") ?? fields.get("link"),
    language: fields.get("language") ?? fields.get("lang"),
  };
}

function splitFrontMatter(source: string): { fields: Map<string, string>; body: string } {
  const match = FRONT_MATTER.exec(source);
  const fields = new Map((match?.[1] ?? "").split(/\r?\n/u).flatMap(fieldOf));
  if (!match || fields.size === 0) return { fields: new Map(), body: source };
  return { fields, body: source.slice(match[0].length) };
}

function fieldOf(line: string): [key: string, value: string][] {
  const [, key, value] = FIELD.exec(line) ?? [];
  return key === undefined || value === undefined ? [] : [[key.toLowerCase(), plainValue(value)]];
}

/** Without quotation marks, and a list `[a, b]` as its members. */
function plainValue(value: string): string {
  const list = /^\[(.*)\]$/u.exec(value.trim())?.[1];
  if (list !== undefined) return list.split(",").map(plainValue).join(", ");
  return value.trim().replace(/^(["'])(.*)\1$/u, "$2");
}
