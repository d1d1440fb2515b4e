import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import type { Scheme } from "../../../shared/annotation/records.ts";
import type { ExchangeFile, Format } from "../../../shared/exchange/format.ts";
import { writeAtomically } from "../atomic-write.ts";

/** Where converted documents go. Nothing is under its final name before it is whole. */
export interface Output {
  put(files: readonly ExchangeFile[], scheme: Scheme): Promise<void>;
  /** Ends the files, and gives how many there are. */
  end(): Promise<number>;
  /** Gives up what is not under its final name yet. */
  abandon(): Promise<void>;
}

/** Whether all documents of a format go into one file. */
export const isOneFile = (format: Format, [file, ...others]: readonly ExchangeFile[]): boolean =>
  file !== undefined && others.length === 0 && isShared(format, file);

const isShared = (format: Format, { name }: ExchangeFile): boolean =>
  format.join !== undefined && format.join(name) !== null;

/** One stream of text for formats whose documents go into one file. */
export function streamOutput(format: Format, stream: NodeJS.WritableStream): Output {
  let count = 0;
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
  };
}

/** A file to be written, synced before it is closed. What goes wrong with it is said where it is closed. */
const openStream = (path: string): WriteStream => createWriteStream(path, { flush: true }).on("error", () => undefined);

/** One file, whole or not there. */
export function fileOutput(format: Format, path: string): Output {
  const partial = `${path}.partial`;
  const stream = openStream(partial);
  const output = streamOutput(format, stream);
  return {
    put: output.put,
    async end() {
      await output.end();
      await closed(stream);
      await rename(partial, path);
      return 1;
    },
    async abandon() {
      await closed(stream).catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** A folder of files. Files that several documents share grow; of two articles with one id, the second gets a number. */
export function folderOutput(format: Format, folder: string): Output {
  const shared = new Map<string, { path: string; stream: WriteStream; output: Output }>();
  const taken = new Set<string>();
  const schemes = new Map<string, Scheme>();
  let count = 0;
  const sharedFile = async (name: string) => {
    const known = shared.get(name);
    if (known) return known;
    await mkdir(folder, { recursive: true });
    const path = join(folder, name);
    const stream = openStream(`${path}.partial`);
    const joined = { ...format, join: () => format.join?.(name) ?? null };
    const made = { path, stream, output: streamOutput(joined, stream) };
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
      for (const { path, stream, output } of shared.values()) {
        await output.end();
        await closed(stream);
        await rename(`${path}.partial`, path);
      }
      const settings = schemes.size === 0 ? [] : (format.settings?.(together([...schemes.values()])) ?? []);
      for (const { name, text } of settings) await writeAtomically(join(folder, name), text);
      return count + shared.size + settings.length;
    },
    async abandon() {
      for (const { path, stream } of shared.values()) {
        await closed(stream).catch(() => undefined);
        await rm(`${path}.partial`, { force: true });
      }
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
function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (text === "") return resolve();
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
