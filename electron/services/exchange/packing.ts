import { inThisThread, startThread, type Thread } from "../thread.ts";
import { type SheetPart, Workbook } from "./workbook.ts";

/** What a thread does that makes a workbook. */
export type Packing = {
  add(parts: readonly SheetPart[]): void;
  packed(): Promise<Uint8Array>;
};

export function packing(): Packing {
  const workbook = new Workbook();
  return {
    add(parts) {
      for (const part of parts) workbook.add(part);
    },
    packed: () => workbook.packed(),
  };
}

/** Characters of rows that are packed in this thread: they take no longer than another one takes to start. */
const fewCharacters = 500_000;
/** Milliseconds between two looks whether it is to be stopped. */
const lookEvery = 100;

const threadFile = new URL(
  import.meta.url.endsWith(".ts") ? "./workbook-thread.ts" : "./workbook-thread.js",
  import.meta.url,
);

/** A workbook on its way, which is held and packed in a thread of its own once it is large. */
export class Packer {
  private held: SheetPart[] = [];
  private characters = 0;
  private thread: Thread<Packing> | null = null;

  /** @throws ProblemError where it is too much; of a small part that is said with a later one. */
  async add(parts: readonly SheetPart[]): Promise<void> {
    this.held.push(...parts);
    this.characters += parts.reduce((sum, { text }) => sum + text.length, 0);
    if (this.characters < fewCharacters) return;
    this.thread ??= startThread<Packing>(threadFile, null);
    const all = this.held;
    [this.held, this.characters] = [[], 0];
    await this.thread.ask("add", all);
  }

  /** The file; null where it was stopped. @throws ProblemError where it is too much. */
  async packed(isCancelled: () => boolean): Promise<Uint8Array | null> {
    const thread = this.thread ?? inThisThread(packing());
    let isStopped = false;
    const looking = setInterval(() => {
      isStopped ||= isCancelled();
      if (isStopped) void this.close();
    }, lookEvery);
    try {
      await thread.ask("add", this.held);
      return await thread.ask("packed");
    } catch (error) {
      if (isStopped) return null;
      throw error;
    } finally {
      clearInterval(looking);
      await this.close();
    }
  }

  /** Ends it, wherever it is. */
  async close(): Promise<void> {
    await this.thread?.close();
  }
}
