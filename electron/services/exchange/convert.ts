import type { Scheme } from "../../../shared/annotation/records.ts";
import { exportDocument, type ImportOptions } from "../../../shared/exchange/exchange.ts";
import type { ExchangeFile, Loss } from "../../../shared/exchange/format.ts";
import { summed } from "../../../shared/exchange/loss.ts";
import { formatOf } from "../../../shared/exchange/registry.ts";
import { type Counts, countedOf, withCounts } from "../../../shared/exchange/stats.ts";
import { annotationFileOf, annotationLine } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import { type Batched, inOrder, startPool } from "../pool.ts";
import { type Found, readFound, type Taken } from "./inputs.ts";

/** What is done with each record: written in a format, or only counted. Plain data, for threads. */
export interface Conversion extends ImportOptions {
  /** The id of the format to write; null to count only. */
  to: string | null;
  extension: boolean;
  /** Ids of the format's options that are on. */
  chosen: readonly string[];
}

/** What became of a record. */
export interface Converted {
  articles: { files: ExchangeFile[]; scheme: Scheme }[];
  counts: Counts;
  problems: Problem[];
  losses: Loss[];
  extra: Loss[];
  record: string | null;
}

/** Converts one record. */
export function convertOne(one: Found | Taken, conversion: Conversion): Converted {
  const { documents, problems, losses, record } = "files" in one ? readFound(one, conversion) : one;
  const to = conversion.to === null ? null : formatOf(conversion.to);
  const written = to
    ? documents.map((document) => ({
        ...exportDocument(to, document, { extension: conversion.extension, chosen: new Set(conversion.chosen) }),
        scheme: document.project.scheme,
      }))
    : [];
  return {
    articles: written.map(({ files, scheme }) => ({ files, scheme })),
    counts: to ? {} : documents.map(countedOf).reduce<Counts>(withCounts, {}),
    problems,
    losses: summed([...losses, ...written.flatMap((each) => each.losses)]),
    extra: summed(written.flatMap(({ extra }) => extra)),
    record,
  };
}

/** What a thread does with records. */
export const convertBatch = (conversion: Conversion): Batched<Found | Taken, Converted> => ({
  run: (batch) => batch.map((one) => convertOne(one, conversion)),
});

/** Converts all records in their order, in as many threads as `jobs` says; in this one where it is 1. Only a few records
 *  are in memory at a time. */
export async function* convertAll(
  input: AsyncIterable<Found | Taken>,
  conversion: Conversion,
  jobs: number,
): AsyncGenerator<Converted> {
  if (jobs <= 1) {
    for await (const one of input) yield convertOne(one, conversion);
    return;
  }
  const pool = startPool<Found | Taken, Converted>(new URL("./convert-thread.ts", import.meta.url), conversion, jobs);
  try {
    yield* inOrder(pool, portable(input), sizeOf);
  } finally {
    await pool.close();
  }
}

/** Documents that were read here go to a thread as the text that they are written as. */
async function* portable(input: AsyncIterable<Found | Taken>): AsyncGenerator<Found | Taken> {
  for await (const one of input) {
    if ("files" in one || one.documents.length === 0) yield one;
    else {
      for (const document of one.documents) {
        const text = annotationLine(annotationFileOf(document, "all"));
        yield { format: "onrecord-lines", files: [{ name: `${document.open.article.id}.jsonl`, text }], line: null };
      }
      if (one.problems.length + one.losses.length > 0) yield { ...one, documents: [] };
    }
  }
}

const sizeOf = (one: Found | Taken): number =>
  "files" in one ? one.files.reduce((sum, { text }) => sum + text.length, 0) : 0;
