import { z } from "zod";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { TextToken } from "../tokens.ts";

/** The rows of a sentence as a file of columns had them, to be written again with other tags. */
const sentenceSchema = z.object({
  /** Lines before the tokens. */
  head: z.array(z.string()),
  rows: z.array(z.string()),
  /** Of each token: code points in the article's text, and the row that carries its tag. */
  tokens: z.array(z.object({ start: z.number(), end: z.number(), row: z.number() })),
});
const keptSchema = z.object({
  scheme: z.enum(["BIO", "IOB1", "BILOU", "IOBES"]),
  sentences: z.array(sentenceSchema),
});
export type KeptSentence = z.infer<typeof sentenceSchema>;
export type KeptRows = z.infer<typeof keptSchema>;

/** The rows that an article was read from, if its text is still theirs. */
export function keptRows(file: AnnotationFile, key: string): KeptRows | null {
  const parsed = keptSchema.safeParse(file[key]);
  if (!parsed.success) return null;
  const length = Array.from(file.article.text).length;
  const fits = parsed.data.sentences.every(({ tokens }) =>
    tokens.every(({ start, end }) => start < end && end <= length),
  );
  return fits ? parsed.data : null;
}

/** The tokens of kept rows with their text. */
export function keptTokens(file: AnnotationFile, { sentences }: KeptRows): TextToken[][] {
  const characters = Array.from(file.article.text);
  return sentences.map(({ tokens }) =>
    tokens.map(({ start, end }) => ({ start, end, text: characters.slice(start, end).join("") })),
  );
}
