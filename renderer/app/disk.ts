import { type Choice, type Conflict, merge, settle } from "../../shared/annotation/merge.ts";
import { apply, articlesOf, type Change, type Operation } from "../../shared/annotation/operation.ts";
import type { DiskNews } from "../../shared/host/contract.ts";
import { ask } from "./requests.ts";
import { ensureArticle, refreshArticles } from "./showing.ts";
import { store } from "./store.ts";
import { toast } from "./toast.ts";
import { undo } from "./undo.ts";
import { author, flush, take } from "./work.ts";

/** What was last taken in, so that news told twice counts once. */
let taken = { session: "", number: 0 };

/** Takes in what another program changed on the disk: as one step that can be undone, and with a question where the same
 *  was changed here. */
export async function takeIn(news: DiskNews): Promise<void> {
  const { opened } = store.getState();
  if (!opened || news.session !== opened.session) return;
  if (taken.session === news.session && taken.number >= news.number) return;
  taken = { session: news.session, number: news.number };
  for (const article of articlesOf(news.operation)) {
    if (await ensureArticle(article)) continue;
    // It is told again, and taken in then.
    taken = { ...taken, number: news.number - 1 };
    return;
  }
  const { state } = store.getState();
  if (!state) return;
  if (opened.readOnly) store.setState({ state: apply(state, news.operation) });
  else await mergeIn(news);
  if (news.operation.changes.some(({ table }) => table === "article")) await refreshArticles();
}

async function mergeIn(news: DiskNews): Promise<void> {
  const { state } = store.getState();
  if (!state || news.operation.changes.length === 0) return;
  const { operation, conflicts } = merge(state, news.operation);
  const isOwnWork = !news.imported && (operation?.changes.some(({ table }) => table !== "entity") ?? false);
  if (operation) {
    take(operation, isOwnWork);
    if (!news.imported)
      toast("Changes from disk", [`${inWords(operation)}, from ${news.files.join(", ")}.`], {
        action: isOwnWork ? { label: "Undo", run: () => void undo() } : null,
      });
  }
  if (conflicts.length > 0) {
    const { dialog } = store.getState();
    store.setState({ conflict: { number: news.number, files: news.files, conflicts }, dialog: dialog ?? "conflict" });
  } else await tellSettled(news.number, []);
}

/** Ends the conflict that is open, one choice for each record. */
export async function settleConflict(choices: readonly Choice[]): Promise<void> {
  const { conflict, state } = store.getState();
  if (!conflict || !state) return;
  store.setState({ conflict: null });
  const operation = settle(state, conflict.conflicts, choices, author);
  if (operation) take(operation, true);
  const kept = await tellSettled(conflict.number, lostVersions(conflict.conflicts, choices));
  if (kept.length > 0) toast("The other version is kept", [`Beside the file, as ${kept.join(", ")}.`]);
}

/** Which side of which file lost something: where both were kept, nothing did. */
function lostVersions(conflicts: readonly Conflict[], choices: readonly Choice[]) {
  const lost = new Map<string, { side: "mine" | "theirs"; article: string | null }>();
  conflicts.forEach(({ theirs }, index) => {
    const choice = choices[index] ?? "mine";
    if (theirs.table === "entity") return;
    const isSingle = theirs.table === "project" || theirs.table === "article" || theirs.table === "work";
    if (choice === "both" && !isSingle) return;
    const side = choice === "theirs" ? "mine" : "theirs";
    const article = articleOf(theirs);
    lost.set(`${side} ${article}`, { side, article });
  });
  return [...lost.values()];
}

const articleOf = (one: Change): string | null =>
  "article" in one ? one.article : one.table === "article" ? one.id : null;

async function tellSettled(
  number: number,
  lost: { side: "mine" | "theirs"; article: string | null }[],
): Promise<string[]> {
  const { opened } = store.getState();
  if (!opened) return [];
  await flush();
  return (await ask("disk.settled", { session: opened.session, number, lost }))?.kept ?? [];
}

const names: Record<string, [one: string, many: string]> = {
  entity: ["entity", "entities"],
  project: ["project setting", "project settings"],
  work: ["article's state", "articles' states"],
};

/** How many records of each kind an operation changes: `2 mentions, 1 entity`. */
function inWords(operation: Operation): string {
  const counts = new Map<string, number>();
  for (const { table } of operation.changes) counts.set(table, (counts.get(table) ?? 0) + 1);
  return [...counts]
    .map(
      ([table, count]) => `${count} ${count === 1 ? (names[table]?.[0] ?? table) : (names[table]?.[1] ?? `${table}s`)}`,
    )
    .join(", ");
}
