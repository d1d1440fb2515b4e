import { realpath } from "node:fs/promises";
import type { Command } from "commander";
import { type HitOrder, hitOrders, hitQuerySchema } from "../shared/host/listing.ts";
import { openIndex } from "./services/index/project-index.ts";
import { fail } from "./services/problems.ts";
import { openProfile, profileFolder } from "./services/profile.ts";

/** Hits that are fetched together. */
const pageSize = 500;

/** `onrecord search`: every place in a project where words stand, one a line. */
export function addSearchCommand(program: Command, from: (path: string) => string): void {
  program
    .command("search")
    .description('find words, "phrases" and begin* in all articles of a project, with the words around them')
    .argument("<folder>", "the project's folder")
    .argument("<query>", "words that must all be there; -word must not, and OR stands between alternatives")
    .option("--order <order>", `one of ${hitOrders.join(", ")}`, "date")
    .option("--limit <number>", "print at most so many", "1000")
    .option("--json", "print one JSON object for each hit, offsets in UTF-16 units")
    .action(async (folder: string, query: string, options: { order: string; limit: string; json?: boolean }) => {
      const asked = hitQuerySchema.safeParse({ query, order: options.order });
      const limit = Number(options.limit);
      if (!asked.success || !Number.isSafeInteger(limit) || limit < 1)
        return fail("search", "that order or limit is none", "Run onrecord search --help.");
      await printHits(await realpath(from(folder)), asked.data, limit, options.json ?? false);
    });
}

async function printHits(
  folder: string,
  asked: { query: string; order: HitOrder },
  limit: number,
  json: boolean,
): Promise<void> {
  const profile = await openProfile(profileFolder());
  const annotator = await profile.annotatorOrDefault();
  const index = await openIndex(profile.folder, folder, annotator.id, {
    changed: () => undefined,
    status: ({ done, total }) =>
      process.stderr.isTTY && total > 0 ? process.stderr.write(`\r${done} of ${total} files read `) : undefined,
  });
  try {
    await index.compared();
    for (let at = 0; at < limit; at += pageSize) {
      const found = await index.search(asked, at, Math.min(pageSize, limit - at));
      if (found.reason !== null) return fail("search", found.reason, "Type another query.");
      for (const hit of found.hits) process.stdout.write(`${json ? JSON.stringify(hit) : lineOf(hit)}\n`);
      if (found.hits.length < pageSize) return;
    }
  } finally {
    await index.close();
  }
}

const flat = (text: string): string => text.replace(/\s+/gu, " ");
const lineOf = (hit: { article: string; start: number; left: string; hit: string; right: string }): string =>
  `${hit.article}:${hit.start}: ${flat(hit.left).slice(-40).padStart(40)}[${flat(hit.hit)}]${flat(hit.right).slice(0, 40)}`;
