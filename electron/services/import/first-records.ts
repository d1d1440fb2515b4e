import type { JsonRecord } from "../../../shared/article/json-fields.ts";
import { decode } from "./decode.ts";
import { detect } from "./detect.ts";
import { isRefusal } from "./draft.ts";
import { firstRecords } from "./json-lines.ts";

/** Records that are looked at to learn what fields a file has. */
export const mostLookedAt = 50;

/** The records of the first lines of a file; null where it is no JSON Lines. */
export function firstRecordsIn({ name, bytes }: { name: string; bytes: Uint8Array }): JsonRecord[] | null {
  const detected = detect(name, bytes);
  if (isRefusal(detected) || detected.kind !== "json-lines") return null;
  const decoded = decode(bytes);
  return isRefusal(decoded) ? null : firstRecords(decoded.text, mostLookedAt);
}
