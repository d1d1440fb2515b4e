import { membersOf } from "./archive.ts";
import { detect } from "./detect.ts";
import { type ImportResult, isRefusal, type Refusal } from "./draft.ts";
import type { ReadArticle } from "./read-article.ts";

const MOST_ARCHIVE_BYTES = 500 * 1024 * 1024;
const TOO_LARGE: Refusal = { reason: "the archive is larger than 500 MB", remedy: "Unpack it and import its files." };
const NESTED: Refusal = {
  reason: "it is an archive inside an archive",
  remedy: "Unpack the outer one, and import the inner one by itself.",
};
const EMPTY: Refusal = { reason: "there is no file in the archive", remedy: "Choose another archive." };

/** The articles of an archive's files, each read by `readMember` as what it holds. */
export async function* readArchive(
  { name, bytes }: { name: string; bytes: Uint8Array },
  readMember: (file: { name: string; bytes: Uint8Array }) => AsyncIterable<ReadArticle>,
): AsyncGenerator<ReadArticle> {
  const refused = (refusal: Refusal, path = ""): ReadArticle => ({
    read: { ok: false, problem: { file: name, path, ...refusal } },
    bytes: null,
    called: name,
  });
  if (bytes.length > MOST_ARCHIVE_BYTES) return yield refused(TOO_LARGE);
  let count = 0;
  for (const member of membersOf(bytes)) {
    count++;
    if (isRefusal(member)) yield refused(member);
    else if ("refusal" in member) yield refused(member.refusal, member.path);
    else if (isArchive(member)) yield refused(NESTED, member.path);
    else {
      for await (const one of readMember(member)) {
        yield { ...one, read: within(name, member.path, one.read) };
      }
    }
  }
  if (count === 0) yield refused(EMPTY);
}

function isArchive({ name, bytes }: { name: string; bytes: Uint8Array }): boolean {
  const detected = detect(name, bytes);
  return !isRefusal(detected) && detected.kind === "archive";
}

/** The same, with where in the archive it came from. */
function within(archive: string, path: string, read: ImportResult): ImportResult {
  if (!read.ok) {
    const place = [path, read.problem.path].filter((part) => part !== "").join(", ");
    return { ok: false, problem: { ...read.problem, file: archive, path: place } };
  }
  const { draft } = read;
  return {
    ...read,
    draft: { ...draft, source: { ...draft.source, name: `${archive}/${path}` } },
    notices: read.notices.map((notice) => `${path}: ${notice}`),
  };
}
