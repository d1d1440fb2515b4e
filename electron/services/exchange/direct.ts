import { nanoid } from "nanoid";
import type { Loss } from "../../../shared/exchange/format.ts";
import { emptyTally, summedTally, type Tally } from "../../../shared/exchange/intake/share.ts";
import { summed } from "../../../shared/exchange/loss.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { Result } from "../../../shared/host/contract.ts";
import type { ImportDecisions } from "../../../shared/host/exchange.ts";
import type { Session } from "../session/session.ts";
import { folderBackend } from "../store/folder.ts";
import { type DocumentTaken, takingInto } from "./batch.ts";
import type { Watching } from "./exporting.ts";
import { answersIn } from "./importing.ts";
import type { Taken } from "./inputs.ts";
import { othersIn } from "./others.ts";
import { peopleFor } from "./people.ts";
import type { Placing } from "./placing.ts";
import { mostShown } from "./plan.ts";

/** What is read for an import that is too large for one step: how many articles it has, and they themselves. */
export interface LargeImport {
  articles: number;
  read(): AsyncIterable<Taken>;
}

/** Writes an import straight into the files of an open project, each article before the next one is read. The session
 *  learns of it as it does of what another program writes. What is stopped leaves whole articles.
 *  @throws ProblemError where what is open cannot be saved first. */
export async function takeDirectly(
  into: Session,
  { articles: total, read }: LargeImport,
  { choices, labels, whose }: ImportDecisions,
  placing: Placing,
  { progress, isCancelled }: Watching,
): Promise<Result<"exchange.take">> {
  const { path, annotator: me } = into.backend;
  const sums = summing();
  await into.alone(async (files) => {
    const backend = folderBackend(path, me, undefined, files);
    const others = othersIn(path, choices, files, (prefix) => `${prefix}_${nanoid(12)}`);
    const { state: loaded } = await backend.load();
    const personFor = await peopleFor(path, me, whose);
    const take = takingInto({ backend, loaded, others, personFor, placing, choices });
    let done = 0;
    try {
      for await (const { documents, format } of read()) {
        for (const document of documents) {
          await new Promise((resolve) => setImmediate(resolve));
          if (isCancelled() || done === total) return;
          progress(done++, total, document.open.article.title);
          sums.add(await take(document, answersIn(labels, format ?? "")));
        }
      }
    } finally {
      await others.close();
    }
  });
  await into.look();
  return { ...sums.said(), cancelled: isCancelled() };
}

const counted = { add: "added", merge: "merged", version: "versions", skip: "skipped" } as const;

/** Adds up what became of documents. */
function summing() {
  const counts = { added: 0, merged: 0, versions: 0, skipped: 0 };
  const people = new Map<string, { name: string; articles: number; tally: Tally }>();
  const problems: Problem[] = [];
  let first: string | null = null;
  let losses: Loss[] = [];
  let mine = emptyTally;
  return {
    add(one: DocumentTaken): void {
      if (one.action !== null) counts[counted[one.action]]++;
      if (one.action !== "skip") first ??= one.article;
      mine = summedTally(mine, one.mine);
      for (const { name, tally } of one.others) {
        const known = people.get(name) ?? { name, articles: 0, tally: emptyTally };
        people.set(name, { name, articles: known.articles + 1, tally: summedTally(known.tally, tally) });
      }
      if (one.losses.length > 0) losses = summed([...losses, ...one.losses]);
      if (problems.length < mostShown) problems.push(...one.problems);
    },
    said: () => ({ first, counts, mine, people: [...people.values()], losses, problems: problems.slice(0, mostShown) }),
  };
}
