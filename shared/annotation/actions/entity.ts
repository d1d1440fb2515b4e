import { type Author, operate } from "../draft.ts";
import { resolveEntity } from "../graph.ts";
import type { Operation } from "../operation.ts";
import type { Entity, Mention } from "../records.ts";
import type { ProjectState } from "../state.ts";
import { clearReferences, removeRelationsTo } from "./annotation.ts";
import { patchAnnotation } from "./common.ts";
import { createEntityIn, type Marked } from "./mention.ts";

export function createEntity(state: ProjectState, author: Author, type: string, name: string): Marked {
  let id = "";
  const operation = operate(state, "New entity", author, (draft) => {
    id = createEntityIn(draft, author, type, name);
  });
  return { operation, id };
}

/** Changes fields of an entity: its name, type, aliases, links or note. */
export function setEntity(
  state: ProjectState,
  author: Author,
  id: string,
  label: string,
  fields: Partial<Omit<Entity, "id" | "mergedInto">>,
): Operation | null {
  return operate(state, label, author, (draft) => {
    const entity = draft.state.entities.get(id);
    if (entity) draft.entity(id, { ...entity, ...fields });
  });
}

/** Says that `from` and `into` are one real-world thing. `from` stays in the register and points to `into`, which takes
 *  over its name and aliases as aliases. Nothing happens where they are one already. */
export function mergeEntities(state: ProjectState, author: Author, from: string, into: string): Operation | null {
  return operate(state, "Merge entities", author, (draft) => {
    const gone = resolveEntity(draft.state.entities, from);
    const stays = resolveEntity(draft.state.entities, into);
    if (!gone || !stays || gone.id === stays.id) return;
    const aliases = new Set([...stays.aliases, gone.name, ...gone.aliases]);
    aliases.delete(stays.name);
    draft.entity(gone.id, { ...gone, mergedInto: stays.id });
    draft.entity(stays.id, {
      ...stays,
      aliases: [...aliases],
      links: stays.links.length > 0 ? stays.links : gone.links,
    });
  });
}

/** Removes an entity. Its mentions stay, linked to nothing; whoever pointed to it is cleared. */
export function deleteEntity(state: ProjectState, author: Author, id: string): Operation | null {
  return operate(state, "Delete entity", author, (draft) => {
    for (const open of state.articles.values()) {
      const article = open.article.id;
      for (const mention of open.mentions.values()) {
        if (mention.entity === id)
          patchAnnotation<Mention>(draft, author, article, mention.id, () => ({ entity: null }));
      }
      for (const orphan of open.orphans.values()) {
        if (orphan.kind !== "mention" || orphan.annotation?.entity !== id) continue;
        draft.orphan(article, orphan.id, { ...orphan, annotation: { ...orphan.annotation, entity: null } });
      }
      clearReferences(draft, author, article, id);
      removeRelationsTo(draft, article, id);
    }
    for (const other of draft.state.entities.values()) {
      if (other.mergedInto === id) draft.entity(other.id, { ...other, mergedInto: null });
    }
    draft.entity(id, null);
  });
}
