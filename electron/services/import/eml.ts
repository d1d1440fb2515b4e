import PostalMime, { type Address } from "postal-mime";
import { isoDateOf } from "./dates.ts";
import { type Extracted, isRefusal, type Refusal } from "./draft.ts";
import { contentOf, OVERLOADED, plainContent } from "./part.ts";

/** Parts within parts that no mail has more of. */
const DEEPEST = 64;
const MOST_HEADER_BYTES = 1024 * 1024;

/** A mail's text (RFC 5322, MIME): its HTML where it has it, else its plain text. Attachments stay behind, and are named. */
export async function readMail(bytes: Uint8Array): Promise<Extracted | Refusal> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: DEEPEST, maxHeadersSize: MOST_HEADER_BYTES }).catch(
    () => null,
  );
  if (!mail) return OVERLOADED;
  const content = mail.html ? contentOf(mail.html) : plainContent(mail.text ?? "");
  if (isRefusal(content)) return content;
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? null;
  const date = header("date");
  const left = mail.attachments.filter(({ disposition, related }) => disposition !== "inline" && !related);
  const names = left.map(({ filename, mimeType }) => filename ?? mimeType);
  return {
    ...content,
    title: mail.subject?.trim() || null,
    byline: mail.from ? nameOf(mail.from) : null,
    date: isoDateOf(date) ?? isoDateOf(mail.date),
    url: header("archived-at")?.replace(/^<|>$/gu, "") ?? null,
    language: header("content-language"),
    notices: names.length > 0 ? [`Attachments were left out: ${names.join(", ")}. Save them to import them.`] : [],
  };
}

const nameOf = (from: Address): string | null => from.name || from.address || null;
