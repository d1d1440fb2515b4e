import type { Article } from "../../../shared/annotation/records.ts";
import { articleState, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { endingOf } from "../session/staged-sources.ts";
import type { Backend } from "../store/backend.ts";
import type { Gathered } from "./gathering.ts";
import { freeId } from "./id.ts";

/** Writes an article that was read into the files of a project that no window has open. `state` is the project as it was
 *  loaded: what came in before is not kept in memory. */
export async function bringIn(
  backend: Backend,
  state: ProjectState,
  { read, bytes, called }: Gathered,
): Promise<Article> {
  const { keepBytes, ...draft } = read.draft;
  const id = await freeId(called, backend.holds);
  const article = { id, ...draft, removed: false };
  if (keepBytes && bytes) await backend.keepSource(id, endingOf(draft.source.name ?? ""), bytes);
  await backend.save(state, withArticle(state, articleState(article)), () => undefined);
  backend.forget(id);
  return article;
}
