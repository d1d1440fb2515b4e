import { z } from "zod";
import type { Span } from "../annotation/records.ts";
import { createOffsetIndex } from "../article/offsets.ts";

/** A span in a file: Unicode code points, end exclusive, with the text that it covers. */
export const fileSpanSchema = z.looseObject({
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  text: z.string(),
});
export type FileSpan = z.infer<typeof fileSpanSchema>;

/** Converts spans of one text between the program's UTF-16 units and the file's code points. */
export interface SpanConverter {
  toFile(span: Span): FileSpan;
  /** The span in UTF-16 units, or what is wrong with it. */
  fromFile(span: FileSpan): Span | string;
  codePoint(utf16: number): number;
  utf16(codePoint: number): number;
}

export function spanConverter(text: string): SpanConverter {
  const index = createOffsetIndex(text);
  const length = index.toCodePoint(text.length);
  return {
    codePoint: index.toCodePoint,
    utf16: index.toUtf16,
    toFile: (span) => ({
      ...span,
      start: index.toCodePoint(span.start),
      end: index.toCodePoint(span.end),
      text: text.slice(span.start, span.end),
    }),
    fromFile: (span) => {
      if (span.end <= span.start) return `the span ${span.start}–${span.end} is empty or runs backwards`;
      if (span.end > length)
        return `the span ${span.start}–${span.end} lies outside the text, which has ${length} code points`;
      const start = index.toUtf16(span.start);
      const end = index.toUtf16(span.end);
      const covered = text.slice(start, end);
      if (covered !== span.text) {
        return `the span ${span.start}–${span.end} covers “${short(covered)}”, but says “${short(span.text)}”`;
      }
      const { text: _text, ...rest } = span;
      return { ...rest, start, end };
    },
  };
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
