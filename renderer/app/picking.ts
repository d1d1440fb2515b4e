import { setFields } from "../../shared/annotation/actions/annotation.ts";
import { mergeEntities } from "../../shared/annotation/actions/entity.ts";
import { type LinkTarget, linkMention } from "../../shared/annotation/actions/mention.ts";
import { addRelation } from "../../shared/annotation/actions/relation.ts";
import type { Claim } from "../../shared/annotation/records.ts";
import { findAnnotation } from "../../shared/annotation/state.ts";
import { giveParty } from "../commands/link.ts";
import { makeCurrent } from "../commands/target.ts";
import { editorPort } from "../editor/port.ts";
import { shownArticle, store } from "./store.ts";
import { author, perform } from "./work.ts";

function done(current: string | null): void {
  store.setState({ picking: null });
  if (current !== null) makeCurrent(current);
  editorPort()?.focus();
}

/** Answers what is being picked with an annotation of the article. @returns whether it was an answer. */
export function pickMention(id: string): boolean {
  const { picking, state, article } = store.getState();
  const open = shownArticle(store.getState());
  if (!picking || !state || !open || article === null) return false;
  const found = findAnnotation(open, id);
  if (!found) return false;
  switch (picking.kind) {
    case "party":
      if (found.kind !== "mention") return false;
      giveParty(picking.role, picking.quote, { mention: id }, picking.add);
      editorPort()?.focus();
      return true;
    case "relation":
      if (picking.from === id) return false;
      return pickRelation(id, state.project.scheme.relationTypes[0]?.id ?? "about");
    case "claimant":
      if (found.kind === "quote") return pickClaimant({ quote: id });
      if (found.kind !== "mention") return false;
      return pickEntity({ entity: open.mentions.get(id)?.entity ?? null });
    default:
      if (found.kind !== "mention" || ("mention" in picking && picking.mention === id)) return false;
      return pickEntity({ entity: open.mentions.get(id)?.entity ?? null });
  }
}

/** Answers what is being picked with an entity of the register, or one to be made. `merge` makes both entities one. */
export function pickEntity(target: LinkTarget, merge = false): boolean {
  const { picking, state, article } = store.getState();
  if (!picking || !state) return false;
  if (picking.kind === "merge") {
    if ("entity" in target && target.entity !== null)
      perform(mergeEntities(state, author, picking.entity, target.entity));
    store.setState({ picking: null, entity: "entity" in target ? target.entity : null });
    return true;
  }
  if (article === null) return false;
  if (picking.kind === "party") {
    if ("entity" in target && target.entity === null) return false;
    giveParty(picking.role, picking.quote, "entity" in target ? { entity: target.entity ?? "" } : target, picking.add);
    editorPort()?.focus();
    return true;
  }
  if (picking.kind === "claimant") {
    return "entity" in target && target.entity !== null ? pickClaimant({ entity: target.entity }) : false;
  }
  if (picking.kind === "link") {
    const own = shownArticle(store.getState())?.mentions.get(picking.mention)?.entity ?? null;
    if (merge && own !== null && "entity" in target && target.entity !== null)
      perform(mergeEntities(state, author, own, target.entity));
    else perform(linkMention(state, author, article, picking.mention, target));
    done(picking.mention);
    return true;
  }
  return "entity" in target && target.entity !== null
    ? pickRelation(target.entity, state.project.scheme.relationTypes[0]?.id ?? "about")
    : false;
}

export function pickClaimant(claimant: Claim["claimant"]): boolean {
  const { picking, state, article } = store.getState();
  if (picking?.kind !== "claimant" || !state || article === null) return false;
  perform(setFields<Claim>(state, author, article, picking.claim, "Set claimant", { claimant }));
  done(picking.claim);
  return true;
}

export function pickRelation(to: string, type: string): boolean {
  const { picking, state, article } = store.getState();
  if (picking?.kind !== "relation" || !state || article === null) return false;
  const { operation } = addRelation(state, author, article, type, picking.from, to);
  perform(operation);
  done(picking.from);
  return true;
}
