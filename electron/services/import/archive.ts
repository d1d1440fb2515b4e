import { type UnzipFileInfo, unzipSync } from "fflate";
import { mostArticleBytes } from "../../../shared/host/limits.ts";
import { type Refusal, TOO_LARGE } from "./draft.ts";

/** A file of an archive, or why it is not taken out. `name` has no folder. */
export type Member = { path: string; name: string } & ({ bytes: Uint8Array } | { refusal: Refusal });

const MOST_MEMBERS = 20_000;
const MOST_UNPACKED_BYTES = 1024 * 1024 * 1024;
/** Text packs to a tenth; what packs to less than this part of it, and is no small file, is a bomb. */
const MOST_RATIO = 200;
const SMALL_BYTES = 1024 * 1024;
/** How much is unpacked at a time. */
const BATCH_BYTES = 32 * 1024 * 1024;
const BATCH_MEMBERS = 500;
const STORED = 0;
const DEFLATED = 8;
/** What systems put into archives beside what a person put there. */
const OF_SYSTEM = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/u;
const LEAVES = /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/u;

const DAMAGED: Refusal = {
  reason: "the archive is damaged, or it was cut off",
  remedy: "Download or pack it again.",
};
const TOO_MANY: Refusal = {
  reason: `the archive has more than ${MOST_MEMBERS.toLocaleString("en")} files`,
  remedy: "Unpack it and import its files, or split it.",
};
const TOO_MUCH: Refusal = {
  reason: "the archive unpacks to more than 1 GB",
  remedy: "Unpack it and import its files, or split it.",
};

/** The files of a zip archive, in its order, a few of them unpacked at a time. Nothing is written anywhere: a path is only a
 *  name, and one that leads out of the archive is refused. */
export function* membersOf(archive: Uint8Array): Generator<Member | Refusal> {
  const listed = list(archive);
  if ("reason" in listed) return yield listed;
  const seen = new Set<string>();
  let batch: UnzipFileInfo[] = [];
  let held = 0;
  for (const info of listed) {
    if (info.name.endsWith("/") || OF_SYSTEM.test(info.name)) continue;
    const refusal = refusalOf(info, seen);
    seen.add(info.name);
    if (!refusal && held + info.originalSize <= BATCH_BYTES && batch.length < BATCH_MEMBERS) {
      batch.push(info);
      held += info.originalSize;
      continue;
    }
    yield* unpacked(archive, batch);
    batch = refusal ? [] : [info];
    held = refusal ? 0 : info.originalSize;
    if (refusal) yield { ...named(info), refusal };
  }
  yield* unpacked(archive, batch);
}

function list(archive: Uint8Array): UnzipFileInfo[] | Refusal {
  const infos: UnzipFileInfo[] = [];
  let total = 0;
  try {
    unzipSync(archive, {
      filter: (info) => {
        total += info.originalSize;
        if (infos.push(info) > MOST_MEMBERS || total > MOST_UNPACKED_BYTES) throw new RangeError("too much");
        return false;
      },
    });
  } catch (error) {
    if (!(error instanceof RangeError && error.message === "too much")) return DAMAGED;
    return infos.length > MOST_MEMBERS ? TOO_MANY : TOO_MUCH;
  }
  return infos;
}

function refusalOf(
  { name, size, originalSize, compression }: UnzipFileInfo,
  seen: ReadonlySet<string>,
): Refusal | null {
  if (LEAVES.test(name))
    return {
      reason: "its path leads out of the archive",
      remedy: "Do not trust the archive; pack it again if it is yours.",
    };
  if (seen.has(name))
    return { reason: "the archive has two files of this name", remedy: "Unpack it, and import the one that counts." };
  if (compression !== STORED && compression !== DEFLATED)
    return { reason: "it is packed in a way that cannot be read", remedy: "Pack it again as a plain zip archive." };
  if (originalSize > mostArticleBytes) return TOO_LARGE;
  if (originalSize > SMALL_BYTES && originalSize > size * MOST_RATIO)
    return {
      reason: `it unpacks to more than ${MOST_RATIO} times its size, as no text does`,
      remedy: "Do not trust the archive.",
    };
  return null;
}

function* unpacked(archive: Uint8Array, batch: readonly UnzipFileInfo[]): Generator<Member> {
  if (batch.length === 0) return;
  const together = new Set(batch.map(({ name }) => name));
  const files = unpack(archive, together);
  for (const info of batch) {
    // One damaged file stops the others that are unpacked with it: then each is tried by itself.
    const bytes = files?.get(info.name) ?? unpack(archive, new Set([info.name]))?.get(info.name);
    if (bytes?.length === info.originalSize) yield { ...named(info), bytes };
    else
      yield {
        ...named(info),
        refusal: { reason: "it is damaged, or protected by a password", remedy: "Pack it again, without a password." },
      };
  }
}

/** Unpacked by name; what is longer than the archive says is cut there. Null where one of them is damaged. */
function unpack(archive: Uint8Array, names: ReadonlySet<string>): Map<string, Uint8Array> | null {
  const taken = new Set<string>();
  const filter = ({ name }: UnzipFileInfo) => names.has(name) && !taken.has(name) && taken.add(name) !== undefined;
  try {
    return new Map(Object.entries(unzipSync(archive, { filter })));
  } catch {
    return null;
  }
}

const named = ({ name }: UnzipFileInfo) => ({ path: name, name: name.replace(/^.*[/\\]/u, "") });
