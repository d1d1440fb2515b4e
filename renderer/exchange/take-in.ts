import type { Reply } from "../../shared/host/contract.ts";
import type { ImportDecisions } from "../../shared/host/exchange.ts";
import { ensureArticle, flush, perform, refreshArticles, request, showArticle } from "../app/session.ts";
import { store } from "../app/store.ts";
import type { Imported } from "./ImportDialog.tsx";

/** Takes what was read into the project: one's own part as a step that can be undone, then others' in their files. */
export async function takeIn(
  session: string,
  plan: string,
  decisions: ImportDecisions,
  task: string,
): Promise<Reply<Imported>> {
  await flush();
  const prepared = await request("exchange.prepare", { session, plan, decisions });
  if (!prepared.ok) return prepared;
  for (const article of prepared.value.open) if (!(await ensureArticle(article))) return stale;
  if (store.getState().opened?.session !== session) return stale;
  if (prepared.value.operation) perform(prepared.value.operation);
  await flush();
  const committed = await request("exchange.commit", { session, plan, task });
  await refreshArticles();
  const [first] = prepared.value.articles;
  if (first !== undefined) await showArticle(first);
  if (!committed.ok) return committed;
  return { ok: true, value: { prepared: prepared.value, committed: committed.value } };
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
