import { sentencesIn } from "../../article/sentences.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import { spanConverter } from "../../format/spans.ts";
import { mentionLabel, type Region, regionsOf } from "../regions.ts";
import { type TextToken, textTokens } from "../tokens.ts";
import type { TaggedSpan } from "./tags.ts";

export interface TokenSentence {
  tokens: TextToken[];
  spans: (TaggedSpan & { id: string })[];
}

/** A file's sentences as tokens with the mentions that tags can say: of one piece, inside a sentence, none over another.
 *  Of two that overlap the longer one stays. `given` are tokens that a foreign file had, by sentence. */
export function tokenSentences(file: AnnotationFile, given: TextToken[][] | null): TokenSentence[] {
  const regions = tagged(file);
  const boundaries = regions.flatMap(({ spans: [span] }) => (span ? [span.start, span.end] : []));
  const sentences = given ?? ownSentences(file, boundaries, regions);
  return sentences.map((tokens) => {
    const first = new Map(tokens.map((token, at) => [token.start, at]));
    const last = new Map(tokens.map((token, at) => [token.end, at]));
    const spans = regions.flatMap(({ id, label, spans: [span] }) => {
      const [from, to] = [first.get(span?.start ?? -1), last.get(span?.end ?? -1)];
      return from === undefined || to === undefined || to < from ? [] : [{ id, label, first: from, last: to }];
    });
    return { tokens, spans };
  });
}

function tagged(file: AnnotationFile): Region[] {
  const mentions = new Set(file.mentions.map(({ id }) => id));
  const length = ({ spans: [span] }: Region) => (span ? span.end - span.start : 0);
  const fitting = regionsOf(file).regions.filter(
    ({ id, label, spans }) => mentions.has(id) && spans.length === 1 && label !== mentionLabel && isLabel(label),
  );
  const kept: Region[] = [];
  for (const region of fitting.sort((a, b) => length(b) - length(a))) {
    const [span] = region.spans;
    const crosses = kept.some(
      ({ spans: [other] }) => span && other && span.start < other.end && other.start < span.end,
    );
    if (!crosses) kept.push(region);
  }
  return kept.sort((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0));
}

/** Labels that stand in a column: without white space, and without what parts fields of CoNLL-U. */
const isLabel = (label: string) => label !== "" && !/[\s|=]/u.test(label);

/** The sentences of the article's blocks, joined where a mention goes over their border. */
function ownSentences(file: AnnotationFile, boundaries: readonly number[], regions: readonly Region[]): TextToken[][] {
  const { text, blocks } = file.article;
  const converter = spanConverter(text);
  const ends = blocks.flatMap(({ start, end }) => {
    const [from, to] = [converter.utf16(start), converter.utf16(end)];
    return Array.from(sentencesIn(text, from, to), (sentence) => converter.codePoint(sentence.end));
  });
  const inside = (offset: number) =>
    regions.some(({ spans: [span] }) => span && span.start < offset && offset < span.end);
  const borders = ends.filter((offset) => !inside(offset)).sort((a, b) => a - b);
  const sentences: TextToken[][] = [];
  let current: TextToken[] = [];
  let next = 0;
  for (const token of textTokens(text, boundaries)) {
    if (token.start >= (borders[next] ?? Number.POSITIVE_INFINITY)) {
      if (current.length > 0) sentences.push(current);
      current = [];
      while (token.start >= (borders[next] ?? Number.POSITIVE_INFINITY)) next++;
    }
    current.push(token);
  }
  if (current.length > 0) sentences.push(current);
  return sentences;
}
