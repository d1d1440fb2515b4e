import type { AnnotationFile } from "../../format/annotation-file.ts";
import { blankFile } from "../blank.ts";
import { type Extension, extensionFrom } from "../extension.ts";
import type { ExchangeFile, Format, NativeArticle, NativeRead, Written } from "../format.ts";
import { articlesIn, fallbackId, type Item, keysAtStart, leftOut, objectsOf, textOr } from "../json.ts";
import {
  carriedOfArticle,
  factKeys,
  factsFrom,
  factsOf,
  idFrom,
  inOrderOf,
  keptIn,
  notInLabels,
  spanIn,
  without,
} from "../line-documents.ts";
import { contiguous, type Link, type Region, regionsOf, withRegions } from "../regions.ts";
import { textTokens } from "../tokens.ts";

/** What is kept of a task that Onrecord has no field for: hashes, answer, tokens, metadata. */
const kept = "x-prodigy";
const ownSpanKeys = ["id", "start", "end", "label", "token_start", "token_end", "text"];

const read = (files: readonly ExchangeFile[]): NativeRead => articlesIn(files, articleOf);

function articleOf({ value, at, file }: Item, result: NativeRead): NativeArticle | null {
  if (typeof value.text !== "string") {
    result.problems.push({ file, path: at, reason: "it has no text", remedy: leftOut });
    return null;
  }
  const { text } = value;
  const span = spanIn(text);
  const ids = new Set<string>();
  const regions = objectsOf(value.spans).flatMap((raw, index): Region[] => {
    const found = span(raw.start, raw.end);
    const id = idFrom(raw.id, `s${index + 1}`);
    if (!found || ids.has(id)) {
      const reason = found ? `the id ${id} is used twice` : "it is no span of the text";
      result.problems.push({ file, path: `${at}.spans[${index}]`.replace(/^\./, ""), reason, remedy: leftOut });
      return [];
    }
    ids.add(id);
    const extra = without(raw, ownSpanKeys);
    const fields = Object.keys(extra).length > 0 ? { [kept]: extra } : {};
    return [{ id, label: textOr(raw.label, ""), spans: [found], fields }];
  });
  const lines = objectsOf(value.relations);
  const linked = lines.map((raw, index): Link => {
    const id = typeof raw.id === "string" ? raw.id.slice(0, 200) : null;
    const [from, to] = [
      endOf(raw.head_span, raw.head, value, regions),
      endOf(raw.child_span, raw.child, value, regions),
    ];
    return { id: id ?? (raw.id === null ? null : `r${index + 1}`), type: textOr(raw.label, ""), from, to };
  });
  const lost = linked.filter(({ from, to }) => from === "" || to === "").length;
  if (lost > 0) {
    const what = "relations between words without a span (kept, and written back)";
    result.losses.push({ what, count: lost, examples: [`${file} ${at}`] });
  }
  const meta = keptIn(value, "meta");
  const shape = {
    fields: without(value, ["text", "spans", "relations", "meta", "onrecord"]),
    meta: without(meta, factKeys),
    relations: lines.filter((_, index) => linked[index]?.from === "" || linked[index]?.to === ""),
    has: Object.keys(value).filter((key) => key !== "onrecord"),
  };
  const isOwn = typeof meta.article === "string";
  const native = withRegions(blankFile(factsFrom(meta, fallbackId({ file, at }), text)), { regions, links: linked });
  return {
    file: isOwn ? native : { ...native, [kept]: shape },
    extension: extensionFrom(value.onrecord),
  };
}

/** The span that a relation ends at: of its id, or of its place, or of the word that it hangs from. */
function endOf(end: unknown, head: unknown, task: Record<string, unknown>, regions: readonly Region[]): string {
  const place = keptIn({ end }, "end");
  const byId = regions.find(({ id }) => id === place.id);
  const isPlace = ({ label, spans: [span] }: Region) =>
    span?.start === place.start && span?.end === place.end && (place.label === undefined || label === place.label);
  const token = objectsOf(task.tokens)[Number(head)];
  const isWord = ({ spans: [span] }: Region) => token !== undefined && span?.end === token.end;
  return (byId ?? regions.find(isPlace) ?? (place.start === undefined ? regions.find(isWord) : undefined))?.id ?? "";
}

function write(file: AnnotationFile, extension: Extension | null): Written {
  const { regions, links } = contiguous(regionsOf(file));
  const shape = keptIn(file, kept);
  const isForeign = Object.keys(shape).length > 0;
  const fields = keptIn(shape, "fields");
  const boundaries = regions.flatMap(({ spans: [span] }) => (span ? [span.start, span.end] : []));
  const hasTokens = !isForeign || "tokens" in fields;
  const tokens =
    "tokens" in fields
      ? objectsOf(fields.tokens)
      : textTokens(file.article.text, boundaries).map((token, id) => ({ ...token, id }));
  const startsAt = new Map(tokens.map((token, at) => [token.start, at]));
  const endsAt = new Map(tokens.map((token, at) => [token.end, at]));
  const places = new Map(
    regions.map((region) => {
      const [{ start, end } = { start: 0, end: 0 }] = region.spans;
      const [first, last] = [startsAt.get(start), endsAt.get(end)];
      const covered =
        hasTokens && first !== undefined && last !== undefined ? { token_start: first, token_end: last } : {};
      return [region.id, { start, end, ...covered, label: region.label }];
    }),
  );
  const usual = regions.every(({ id }, at) => id === `s${at + 1}`);
  const ids: Record<string, string> = {};
  const spans = regions.map((region) => ({
    ...keptIn(region.fields, kept),
    ...(usual ? {} : { id: region.id }),
    ...places.get(region.id),
  }));
  const named = (id: string) => ({ ...(usual ? {} : { id }), ...places.get(id) });
  const relations = links.map(({ id, type, from, to }, at) => ({
    ...(id === `r${at + 1}` ? {} : { id }),
    head: places.get(from)?.token_end ?? null,
    child: places.get(to)?.token_end ?? null,
    head_span: named(from),
    child_span: named(to),
    label: type,
  }));
  const has = Array.isArray(shape.has) ? shape.has : ["spans", "relations", "meta"];
  const meta = isForeign ? keptIn(shape, "meta") : factsOf(file);
  const all = [...relations, ...objectsOf(shape.relations)];
  const task = inOrderOf(shape.has, {
    text: file.article.text,
    ...(has.includes("meta") ? { meta } : {}),
    ...(isForeign ? {} : { tokens: tokens.map(({ text, start, end }, id) => ({ text, start, end, id })) }),
    ...fields,
    ...(has.includes("spans") || spans.length > 0 ? { spans } : {}),
    ...(has.includes("relations") || all.length > 0 ? { relations: all } : {}),
    ...(isForeign ? {} : { answer: "accept" }),
    ...(extension ? { onrecord: extension } : {}),
  });
  return { files: [{ name: "tasks.jsonl", text: `${JSON.stringify(task)}\n` }], ids };
}

/** JSON Lines of spaCy's tool Prodigy. Offsets are code points; `token_start` and `token_end` count its tokens. */
export const prodigyFormat: Format = {
  id: "prodigy",
  title: "spaCy/Prodigy JSON Lines",
  endings: [".jsonl"],
  unit: "codepoint",
  carries: {
    fields: { article: carriedOfArticle },
    extension: "the field onrecord of each task",
    not: notInLabels,
  },
  lines: true,
  sniff: ({ text }) => {
    const keys = new Set(keysAtStart(text));
    if (!keys.has("text")) return 0;
    if (keys.has("_input_hash") || keys.has("_task_hash")) return 1;
    if (keys.has("spans")) return 0.8;
    return keys.has("head_span") || (keys.has("tokens") && keys.has("start")) ? 0.7 : 0;
  },
  read,
  write,
  join: () => ({ before: "", between: "", after: "" }),
};
