import type { WriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { z } from "zod";
import { type Scheme, schemeSchema } from "../../../shared/annotation/records.ts";
import type { ExchangeFile, Format } from "../../../shared/exchange/format.ts";
import { writeAtomically } from "../atomic-write.ts";
import { growingStream } from "./growing-stream.ts";
import { Packer } from "./packing.ts";

/** Where converted documents go. Nothing is under its final name before it is whole. */
export interface Output {
  put(files: readonly ExchangeFile[], scheme: Scheme): Promise<void>;
  /** Ends the files, and gives how many there are; null where it was stopped on the way, and is to be abandoned. */
  end(isCancelled?: () => boolean): Promise<number | null>;
  /** Gives up what is not under its final name yet. */
  abandon(): Promise<void>;
  /** How far it has come: all that was put so far is in the files up to there. Null where it cannot be gone on with. */
  state(): Promise<OutputState | null>;
}

const grownSchema = z.object({ documents: z.number().int().min(0), bytes: z.number().int().min(0) });
type Grown = z.infer<typeof grownSchema>;

/** How far an output has come, for another run to go on from. */
export const outputStateSchema = z.object({
  /** The files that several documents share, by name. */
  growing: z.record(z.string(), grownSchema),
  /** Names of the files that are whole, in lower case. */
  names: z.array(z.string()),
  count: z.number().int().min(0),
  schemes: z.array(schemeSchema),
});
export type OutputState = z.infer<typeof outputStateSchema>;

/** Whether all documents of a format go into one file. */
export const isOneFile = (format: Format, [file, ...others]: readonly ExchangeFile[]): boolean =>
  file !== undefined && (format.packs !== undefined || (others.length === 0 && isShared(format, file)));

const isShared = (format: Format, { name }: ExchangeFile): boolean =>
  format.join !== undefined && format.join(name) !== null;

/** One stream of text for formats whose documents go into one file. */
export function streamOutput(
  format: Format,
  stream: NodeJS.WritableStream,
  begun = 0,
): Output & { documents(): number } {
  if (format.packs) return packedOutput(format, (bytes) => write(stream, bytes));
  let count = begun;
  return {
    async put(files) {
      for (const { name, text } of files) {
        const joined = format.join?.(name);
        await write(stream, `${count === 0 ? (joined?.before ?? "") : (joined?.between ?? "")}${text}`);
        count++;
      }
    },
    async end() {
      const joined = format.join?.("");
      await write(stream, count === 0 ? `${joined?.before ?? ""}${joined?.after ?? ""}` : (joined?.after ?? ""));
      return 1;
    },
    abandon: async () => undefined,
    state: async () => null,
    documents: () => count,
  };
}

/** One binary file, made of all parts when the last one is there. */
function packedOutput(format: Format, send: (bytes: Uint8Array) => Promise<void>): Output & { documents(): number } {
  const workbook = new Packer();
  return {
    put: (files) => workbook.add(files.map((file) => ({ ...file, before: format.join?.(file.name)?.before ?? "" }))),
    async end(isCancelled = () => false) {
      const bytes = await workbook.packed(isCancelled);
      if (bytes) await send(bytes);
      return bytes && 1;
    },
    abandon: () => workbook.close(),
    state: async () => null,
    documents: () => 0,
  };
}

/** The same in a folder, which is made for it. */
function packedIn(format: Format, folder: string): Output {
  let file: Output | null = null;
  return {
    async put(files, scheme) {
      if (!file) await mkdir(folder, { recursive: true });
      file ??= await fileOutput(format, join(folder, `annotations${format.endings[0] ?? ""}`));
      await file.put(files, scheme);
    },
    end: async (isCancelled) => (file ? file.end(isCancelled) : 0),
    abandon: async () => file?.abandon(),
    state: async () => null,
  };
}

interface GrowingFile {
  output: Output;
  grown(): Promise<Grown>;
  /** Gives it its name, unless it is stopped before. */
  end(isCancelled?: () => boolean): Promise<number | null>;
  abandon(): Promise<void>;
}

/** A file that documents are added to under another name, synced before it gets its own. It goes on from `begun`, whatever
 *  was written after that. What goes wrong with it is said where it is closed. */
async function growingFile(format: Format, path: string, begun: Grown | undefined): Promise<GrowingFile> {
  const partial = `${path}.partial`;
  const { stream, bytes } = await growingStream(partial, begun?.bytes ?? 0);
  stream.on("error", () => undefined);
  const output = streamOutput(format, stream, begun?.documents);
  return {
    output,
    grown: async () => ({ documents: output.documents(), bytes: await bytes() }),
    async end(isCancelled) {
      const count = await output.end(isCancelled);
      if (count === null) return null;
      await closed(stream);
      await rename(partial, path);
      return count;
    },
    async abandon() {
      await output.abandon();
      await closed(stream).catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** One file, whole or not there. */
export async function fileOutput(format: Format, path: string, begun: OutputState | null = null): Promise<Output> {
  const name = basename(path);
  const file = await growingFile(format, path, format.packs ? undefined : begun?.growing[name]);
  return {
    put: file.output.put,
    end: file.end,
    abandon: file.abandon,
    state: async () =>
      format.packs ? null : { growing: { [name]: await file.grown() }, names: [], count: 0, schemes: [] },
  };
}

/** A folder of files. Files that several documents share grow; of two articles with one id, the second gets a number. */
export function folderOutput(format: Format, folder: string, begun: OutputState | null = null): Output {
  if (format.packs) return packedIn(format, folder);
  const shared = new Map<string, GrowingFile>();
  const taken = new Set<string>(begun?.names);
  const schemes = new Map<string, Scheme>(begun?.schemes.map((scheme) => [JSON.stringify(scheme), scheme]));
  let count = begun?.count ?? 0;
  const sharedFile = async (name: string) => {
    const known = shared.get(name);
    if (known) return known;
    await mkdir(folder, { recursive: true });
    const joined = { ...format, join: () => format.join?.(name) ?? null };
    const made = await growingFile(joined, join(folder, name), begun?.growing[name]);
    shared.set(name, made);
    return made;
  };
  const free = (files: readonly ExchangeFile[]) => {
    let suffix = "";
    for (let at = 2; files.some(({ name }) => taken.has(numbered(name, suffix).toLowerCase())); at++) suffix = `-${at}`;
    return files.map((file) => ({ ...file, name: numbered(file.name, suffix) }));
  };
  return {
    async put(files, scheme) {
      schemes.set(JSON.stringify(scheme), scheme);
      const [together, apart] = [
        files.filter((file) => isShared(format, file)),
        files.filter((file) => !isShared(format, file)),
      ];
      for (const file of together) await (await sharedFile(file.name)).output.put([file], scheme);
      for (const { name, text } of free(apart)) {
        taken.add(name.toLowerCase());
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeAtomically(join(folder, name), text);
        count++;
      }
    },
    async end() {
      for (const name of Object.keys(begun?.growing ?? {})) await sharedFile(name);
      for (const file of shared.values()) await file.end();
      const settings = schemes.size === 0 ? [] : (format.settings?.(together([...schemes.values()])) ?? []);
      for (const { name, text } of settings) await writeAtomically(join(folder, name), text);
      return count + shared.size + settings.length;
    },
    async abandon() {
      for (const file of shared.values()) await file.abandon();
    },
    async state() {
      const growing: Record<string, Grown> = { ...begun?.growing };
      for (const [name, file] of shared) growing[name] = await file.grown();
      return { growing, names: [...taken], count, schemes: [...schemes.values()] };
    },
  };
}

const numbered = (name: string, suffix: string) => name.replace(/(?:\.[^.]+){0,2}$/, (ending) => `${suffix}${ending}`);

/** What all schemes have; the first one's word holds. */
function together(schemes: readonly Scheme[]): Scheme {
  const byId = <T extends { id: string }>(lists: T[][]): T[] =>
    [
      ...new Map(
        lists
          .flat()
          .reverse()
          .map((one) => [one.id, one]),
      ).values(),
    ].reverse();
  return {
    entityTypes: byId(schemes.map((one) => one.entityTypes)),
    quoteAttributes: byId(schemes.map((one) => one.quoteAttributes)),
    claimAttributes: byId(schemes.map((one) => one.claimAttributes)),
    relationTypes: byId(schemes.map((one) => one.relationTypes)),
    verdicts: [...new Set(schemes.flatMap((one) => one.verdicts))],
  };
}

async function closed(stream: WriteStream): Promise<void> {
  stream.end();
  await finished(stream);
}

/** Waits while whoever reads is behind, so that nothing piles up in memory. */
function write(stream: NodeJS.WritableStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (text.length === 0) return resolve();
    stream.once("error", reject);
    const done = (error?: Error | null) => {
      stream.off("error", reject);
      // What broke the stream says more than that it is broken.
      if (error) reject("errored" in stream && stream.errored instanceof Error ? stream.errored : error);
      else resolve();
    };
    // Not the stream's word that it drained: one that is broken never drains.
    if (stream.write(text, done)) done();
  });
}
