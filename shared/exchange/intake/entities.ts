import { resolveEntity } from "../../annotation/graph.ts";
import type { Claim, Entity, Mention, Orphan, Party, Quote, Relation, RelationEnd } from "../../annotation/records.ts";
import { type ArticleState, type Table, tableOf } from "../../annotation/state.ts";

/** The register that entities come into, and what was found there. */
export interface Register {
  /** The entity of a file as the register has it, or as it is to be added to it. One document's are asked for before the
   *  next one's. */
  place(entity: Entity, document: object): { id: string; added: Entity | null };
}

/** Ids that the program makes are random and never used again; others, such as `T1`, may mean anything. */
const isRandom = (id: string) => /^e_[\w-]{12}$/.test(id);
const spaced = (name: string) => name.trim().replace(/\s+/gu, " ");
const fold = (name: string) => spaced(name).toLowerCase();

/** Finds for entities of files whom they are in a register: by the id, where its name or the kind of id bears it out, and
 *  then by type and name, if `byName`. Two of one document are never taken for one another. */
export function registerFor(entities: Table<Entity>, byName: boolean, newId: () => string): Register {
  const known = new Map(entities);
  const named = new Map<string, string>();
  let of: object | null = null;
  let ofDocument = new Set<string>();
  const keyOf = ({ type, name }: Entity) => `${type}\u0000${spaced(name)}`;
  const note = (entity: Entity) => {
    if (!named.has(keyOf(entity))) named.set(keyOf(entity), entity.id);
  };
  for (const entity of entities.values()) if (entity.mergedInto === null) note(entity);
  const sharesName = (a: Entity, b: Entity) => {
    const names = new Set([a.name, ...a.aliases].map(fold));
    return [b.name, ...b.aliases].some((name) => names.has(fold(name)));
  };
  const sameId = (entity: Entity) => {
    const there = known.get(entity.id);
    if (!there) return null;
    const final = resolveEntity(entities, entity.id) ?? there;
    return isRandom(entity.id) || sharesName(final, entity) || sharesName(there, entity) ? final.id : null;
  };
  return {
    place(entity, document) {
      const other = byName ? named.get(keyOf(entity)) : undefined;
      if (of !== document) [of, ofDocument] = [document, new Set()];
      const isOfOther = other !== undefined && !ofDocument.has(other);
      const found = sameId(entity) ?? (isOfOther ? other : null);
      if (found !== null) return { id: found, added: null };
      const added = { ...entity, mergedInto: null, id: known.has(entity.id) ? newId() : entity.id };
      known.set(added.id, added);
      ofDocument.add(added.id);
      note(added);
      return { id: added.id, added };
    },
  };
}

/** Other ids for the entities and articles that annotations name. */
export interface Renaming {
  entity(id: string): string;
  article(id: string): string;
}

/** An article's annotations with other ids for what they name outside of it. */
export function renamed(open: ArticleState, { entity, article }: Renaming): ArticleState {
  const party = (one: Party): Party => (typeof one.entity === "string" ? { ...one, entity: entity(one.entity) } : one);
  const annotations = new Set(
    [open.mentions, open.quotes, open.claims, open.relations].flatMap((table) => [...table.keys()]),
  );
  const end = (one: RelationEnd): RelationEnd =>
    typeof one === "string"
      ? annotations.has(one)
        ? one
        : entity(one)
      : ({ ...one, article: article(String(one.article)) } as RelationEnd);
  const mention = <M extends Pick<Mention, "entity">>(one: M): M =>
    one.entity === null ? one : { ...one, entity: entity(one.entity) };
  const quote = <Q extends Pick<Quote, "speakers" | "addressees">>(one: Q): Q => ({
    ...one,
    speakers: one.speakers.map(party),
    addressees: one.addressees.map(party),
  });
  const claim = <C extends Pick<Claim, "claimant">>(one: C): C =>
    typeof one.claimant?.entity === "string"
      ? { ...one, claimant: { ...one.claimant, entity: entity(one.claimant.entity) } }
      : one;
  const relation = (one: Relation): Relation => ({ ...one, from: end(one.from), to: end(one.to) });
  const orphan = (one: Orphan): Orphan => {
    if (!one.annotation) return one;
    if (one.kind === "mention") return { ...one, annotation: mention(one.annotation) };
    return one.kind === "quote"
      ? { ...one, annotation: quote(one.annotation) }
      : { ...one, annotation: claim(one.annotation) };
  };
  return {
    ...open,
    mentions: tableOf([...open.mentions.values()].map(mention)),
    quotes: tableOf([...open.quotes.values()].map(quote)),
    claims: tableOf([...open.claims.values()].map(claim)),
    relations: tableOf([...open.relations.values()].map(relation)),
    orphans: tableOf([...open.orphans.values()].map(orphan)),
  };
}
