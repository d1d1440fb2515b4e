import { type Author, operate } from "../draft.ts";
import type { RelationEnd } from "../records.ts";
import type { ProjectState } from "../state.ts";
import { newAnnotationFields } from "./common.ts";
import type { Marked } from "./mention.ts";

export function addRelation(
  state: ProjectState,
  author: Author,
  article: string,
  type: string,
  from: string,
  to: RelationEnd,
): Marked {
  const id = author.newId("r");
  const operation = operate(state, `Relate: ${type}`, author, (draft) =>
    draft.annotation("relation", article, id, { id, type, from, to, ...newAnnotationFields(author) }),
  );
  return { operation, id };
}
