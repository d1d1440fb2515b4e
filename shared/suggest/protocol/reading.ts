import type { Span } from "../../annotation/records.ts";
import { createOffsetIndex, type OffsetIndex } from "../../article/offsets.ts";
import { jsonPath } from "../../format/problem.ts";
import type { Suggestion } from "../suggester.ts";
import { type Composed, composer } from "./composed.ts";
import { type ReplyLine, replyLineSchema, type SuggestionLine } from "./messages.ts";
import { type Dropped, type Found, verifySpan } from "./verify.ts";

/** What a line of a reply comes to. */
export type Read =
  | { kind: "suggestions"; suggestions: Suggestion[] }
  | { kind: "begin"; producerVersion: string }
  | { kind: "dropped"; dropped: Dropped }
  | { kind: "progress"; done: number; total: number }
  | { kind: "end" }
  /** The reply is of no use from here on. */
  | { kind: "failed"; reason: string };

const failed = (reason: string): Read => ({ kind: "failed", reason });

/** Reads a reply's lines one after another, and holds each span against the text. */
export function replyReader(
  text: string,
  known: { types: readonly string[]; register: readonly string[] },
): (line: string) => Read {
  const offsets = createOffsetIndex(text);
  const compose = composer(known);
  let unit: "code-points" | "utf-16" | null = null;
  let number = 0;
  return (line) => {
    number++;
    const parsed = parseReplyLine(line);
    if (!parsed.ok) return failed(`line ${number} of its reply ${parsed.reason}`);
    const said = parsed.value;
    if (said.kind === "begin") {
      unit = said.offsets;
      return { kind: "begin", producerVersion: said.producerVersion };
    }
    if (said.kind === "error") return failed(`it says: ${said.message}`);
    if (said.kind === "progress" || said.kind === "end") return said;
    if (unit === null) return failed(`line ${number} of its reply is a suggestion before the line of kind “begin”`);
    const verified = verifyLine(text, offsets, unit, said);
    if ("words" in verified) return { kind: "dropped", dropped: verified };
    return { kind: "suggestions", suggestions: compose(verified) };
  };
}

function parseReplyLine(line: string): { ok: true; value: ReplyLine } | { ok: false; reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, reason: `is not JSON: ${excerpt(line)}` };
  }
  const parsed = replyLineSchema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 0 ? `, at ${jsonPath(issue.path)}` : "";
  return {
    ok: false,
    reason: `does not follow the protocol${place}: ${issue?.message ?? "it has not the right shape"}`,
  };
}

/** The beginning of what somebody said, to be shown in a sentence. */
export const excerpt = (said: string): string => {
  const line = said.replace(/\s+/g, " ").trim();
  return line === "" ? "nothing" : `“${line.length > 80 ? `${line.slice(0, 80)}…` : line}”`;
};

/** A line's spans in UTF-16 units, or why it is dropped: a suggestion is taken with all of its spans or not at all. */
function verifyLine(
  text: string,
  offsets: OffsetIndex,
  unit: "code-points" | "utf-16",
  line: SuggestionLine,
): Composed | Dropped {
  let dropped: Dropped | null = null;
  const take = (found: Found): Span => {
    if (found.ok) return found.span;
    dropped ??= found.dropped;
    return { start: 0, end: 0 };
  };
  const spanOf = (span: Parameters<typeof verifySpan>[3]) => take(verifySpan(text, offsets, unit, span));
  const { confidence, reason } = line;
  const composed = ((): Composed => {
    if (line.kind === "mention")
      return { kind: "mention", span: spanOf(line.span), form: line.form, means: line.means, confidence, reason };
    if (line.kind === "claim")
      return { kind: "claim", span: spanOf(line.span), checkWorthiness: line.checkWorthiness, confidence, reason };
    const { form, means, speaker } = line;
    return {
      kind: "quote",
      form,
      content: line.content.map(spanOf),
      cue: line.cue.map(spanOf),
      speaker: speaker ? { span: spanOf(speaker.span), form: speaker.form } : null,
      means,
      confidence,
      reason,
    };
  })();
  return dropped ?? composed;
}
