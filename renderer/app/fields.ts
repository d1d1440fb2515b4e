import { type FieldMap, firstLines, isJsonLinesName } from "../../shared/article/json-fields.ts";
import type { ImportSource, Params } from "../../shared/host/contract.ts";
import type { FieldsFound } from "../../shared/host/fields.ts";
import { request } from "./requests.ts";
import { store } from "./store.ts";

/** How a file begins, as the host is asked about its fields. */
export type Beginning = Params<"article.fields">["source"];

/** Asks which fields of JSON Lines say what. @returns null where the person cancels. */
function askFields(beginning: Beginning, found: FieldsFound, verb: "Import" | "Open"): Promise<FieldMap | null> {
  return new Promise((resolve) => {
    store.setState({
      fieldsQuestion: {
        beginning,
        found,
        verb,
        resolve: (fields) => {
          store.setState({ fieldsQuestion: null });
          resolve(fields);
        },
      },
    });
  });
}

async function look(source: Beginning): Promise<FieldsFound | null> {
  const reply = await request("article.fields", { source, fields: null });
  // What is wrong with a file is said where it is read.
  return reply.ok ? reply.value.found : null;
}

/** Whether nothing can be made of a file as it is known, and a choice of fields may change that. */
const hasToBeAsked = ({ preview, fields }: FieldsFound): boolean =>
  preview === null && fields.some((one) => one.isText);

export interface WithFields {
  sources: ImportSource[];
  /** Files of JSON Lines whose fields were known without a question. */
  known: FieldsFound[];
}

/** Sources with the fields that the person chose: of JSON Lines whose text is not known, or of all. Files with the same
 *  fields are asked about once. @returns null where the person cancels. */
export async function withFields(
  sources: readonly ImportSource[],
  which: "unknown" | "all",
): Promise<WithFields | null> {
  const answers = new Map<string, FieldMap>();
  const known: FieldsFound[] = [];
  const all: ImportSource[] = [];
  for (const source of sources) {
    const beginning = await beginningOf(source);
    const found = beginning && (await look(beginning));
    if (!beginning || !found || "text" in source) {
      all.push(source);
      continue;
    }
    if (which === "unknown" && !hasToBeAsked(found)) {
      known.push(found);
      all.push(source);
      continue;
    }
    const key = JSON.stringify(found.fields.map(({ name }) => name).sort());
    const fields = answers.get(key) ?? (await askFields(beginning, found, "Import"));
    if (!fields) return null;
    answers.set(key, fields);
    all.push({ ...source, fields });
  }
  return { sources: all, known };
}

/** The fields by which a file can be opened that could not be.
 *  @returns null where the person cancels, undefined where it is not a matter of fields. */
export async function fieldsToOpen(handle: string): Promise<FieldMap | null | undefined> {
  const found = await look({ handle });
  if (!found || !hasToBeAsked(found)) return undefined;
  // The program may have been started with that file: what is behind the question is there now.
  store.setState({ ready: true });
  return askFields({ handle }, found, "Open");
}

/** How the file of a source begins; null where it is no JSON Lines by its name. What a handle names the host knows. */
async function beginningOf(source: ImportSource): Promise<Beginning | null> {
  if ("text" in source) return null;
  if ("handle" in source) return { handle: source.handle };
  const { name, base64 } = source;
  if (!isJsonLinesName(name)) return null;
  const start = await firstLines(async (wanted) => bytesOf(base64, wanted));
  return { name, base64: base64Of(start) };
}

function bytesOf(base64: string, wanted: number): Uint8Array {
  const binary = atob(base64.slice(0, Math.ceil(wanted / 3) * 4));
  const bytes = new Uint8Array(Math.min(wanted, binary.length));
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Bytes as the host takes them. */
export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** What was known of a file without a question, in a sentence. */
export function knownFields({ name, map }: FieldsFound): string {
  const said = (["text", "title", "byline", "publisher", "date"] as const).flatMap((field) => {
    const from = map[field];
    return from == null ? [] : [`${field} from “${from}”`];
  });
  return `${name}: ${said.join(", ")}.`;
}
