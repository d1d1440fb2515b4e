import type { Reply } from "../../shared/host/contract.ts";
import type { ImportDecisions, ImportPlan } from "../../shared/host/exchange.ts";
import { request } from "../app/requests.ts";
import { ensureArticle, refreshArticles, showArticle } from "../app/showing.ts";
import { store } from "../app/store.ts";
import { flush, perform } from "../app/work.ts";
import type { Imported } from "./ImportDialog.tsx";

/** Takes what was read into the project: one's own part as a step that can be undone, then others' in their files. What is
 *  too large for that, the host writes into the files by itself. */
export async function takeIn(
  session: string,
  { plan, large }: ImportPlan,
  decisions: ImportDecisions,
  task: string,
): Promise<Reply<Imported>> {
  await flush();
  if (large) return takeLarge(session, plan, decisions, task);
  const prepared = await request("exchange.prepare", { session, plan, decisions });
  if (!prepared.ok) return prepared;
  if (prepared.value.large) return takeLarge(session, plan, decisions, task);
  for (const article of prepared.value.open) if (!(await ensureArticle(article))) return stale;
  if (store.getState().opened?.session !== session) return stale;
  if (prepared.value.operation) perform(prepared.value.operation);
  await flush();
  const committed = await request("exchange.commit", { session, plan, task });
  await refreshArticles();
  const [first] = prepared.value.articles;
  if (first !== undefined) await showArticle(first);
  if (!committed.ok) return committed;
  const { counts, mine, losses, operation, problems } = prepared.value;
  const { people, cancelled } = committed.value;
  const all = [...problems, ...committed.value.problems];
  const said = { counts, mine, losses, people, cancelled, problems: all };
  return { ok: true, value: { ...said, isUndoable: operation !== null, isLarge: false } };
}

async function takeLarge(
  session: string,
  plan: string,
  decisions: ImportDecisions,
  task: string,
): Promise<Reply<Imported>> {
  const taken = await request("exchange.take", { session, plan, decisions, task });
  await refreshArticles();
  if (!taken.ok) return taken;
  if (taken.value.first !== null) await showArticle(taken.value.first);
  return { ok: true, value: { ...taken.value, isUndoable: false, isLarge: true } };
}

const stale: Reply<never> = {
  ok: false,
  problem: {
    file: "This import",
    path: "",
    reason: "an article that it goes into could not be opened",
    remedy: "Nothing was imported. Choose the files again.",
  },
};
