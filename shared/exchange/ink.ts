import type { AnnotationFile } from "../format/annotation-file.ts";
import type { FileSpan } from "../format/spans.ts";

/** The file with its offsets counted in characters that are not white space, where the other file has the same of those
 *  in another spacing: two texts that differ only in white space have the same places. */
export function inInk(file: AnnotationFile, other: AnnotationFile): AnnotationFile {
  if (file.article.text === other.article.text) return file;
  const characters = Array.from(file.article.text);
  const ink = [0];
  for (const character of characters) ink.push((ink.at(-1) ?? 0) + (/\s/u.test(character) ? 0 : 1));
  const at = (offset: number) => ink[offset] ?? 0;
  const span = (one: FileSpan): FileSpan => ({
    ...one,
    start: at(one.start),
    end: at(one.end),
    text: one.text.replace(/\s+/gu, ""),
  });
  return {
    ...file,
    mentions: file.mentions.map((record) => ({ ...record, spans: record.spans.map(span) })),
    quotes: file.quotes.map((record) => ({ ...record, content: record.content.map(span), cue: record.cue.map(span) })),
    claims: file.claims.map((record) => ({ ...record, spans: record.spans.map(span) })),
  };
}
