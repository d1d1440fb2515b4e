import { Map as ImmutableMap, OrderedSet as ImmutableOrderedSet } from "immutable";
import { normaliseSpaces } from "../../article/spaces.ts";
import { completeWords } from "../../article/words.ts";
import { isPointedTo, mentionCounts, namesakes, near } from "../article-index.ts";
import { derive } from "../derived.ts";
import { type Author, type Draft, operate } from "../draft.ts";
import { coveredText, resolveEntity } from "../graph.ts";
import type { Operation } from "../operation.ts";
import type { Article, Entity, Mention, MentionForm, Orphan, Span } from "../records.ts";
import { comparableName, entitiesCalled } from "../register-index.ts";
import { type ArticleState, openArticle, type ProjectState, type Table } from "../state.ts";
import { beginWork, newAnnotationFields, patchAnnotation } from "./common.ts";
import { learnFromMention } from "./correction.ts";

const pronouns = new Set(
  (
    "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers " +
    "herself it its itself they them their theirs themselves who whom whose this that these those one"
  ).split(" "),
);

/** How a stretch of text names something: a pronoun by list, a nominal when it begins small or with an article before
 *  a small letter ("The president"), else a name. */
export function guessForm(text: string): MentionForm {
  const words = normaliseSpaces(text).trim().split(" ");
  const [first = "", second = ""] = words;
  if (words.length === 1 && pronouns.has(first.toLowerCase())) return "pronoun";
  const determined = /^(the|a|an|this|that|his|her|its|their|our|my|your)$/i.test(first);
  const head = determined && second ? second : first;
  const anyCapital = words.slice(determined ? 1 : 0).some((word) => /^[\p{Lu}\p{Lt}\p{N}]/u.test(word));
  return anyCapital || /^[^\p{Ll}]/u.test(head) ? "name" : "nominal";
}

/** The entity that `text` already names: by its name, an alias, or an earlier mention by name in this article; else,
 *  where a type is given, the only one of that type mentioned in this article whose name ends with these words. */
export function entityNamed(state: ProjectState, article: string, text: string, type?: string): Entity | null {
  const wanted = comparableName(text);
  if (wanted === "") return null;
  const fits = (entity: Entity) => type === undefined || entity.type === type;
  const called = entitiesCalled(state.entities, text).find(fits);
  if (called) return called;
  const open = openArticle(state, article);
  for (const id of mentionsByWords(open).get(wanted) ?? []) {
    const entity = resolveEntity(state.entities, open.mentions.get(id)?.entity ?? null);
    if (entity && fits(entity)) return entity;
  }
  return type === undefined ? null : entityWithNameEnding(state, article, wanted, fits);
}

type Words = ImmutableMap<string, ImmutableOrderedSet<string>>;
const byWords = new WeakMap<Article, (mentions: Table<Mention>) => Words>();

/** Makes an article's mentions findable by their words now, rather than when the next one is marked. */
export const prepareNames = (open: ArticleState): void => void mentionsByWords(open);

/** The mentions by name of an article, by their folded words. */
function mentionsByWords(open: ArticleState): Words {
  const { article } = open;
  const found = byWords.get(article);
  if (found) return found(open.mentions);
  const key = (mention: Mention) =>
    mention.form === "name" ? comparableName(coveredText(article.text, mention.spans)) : null;
  const add = (words: Words, mention: Mention) => {
    const own = key(mention);
    return own === null ? words : words.update(own, ImmutableOrderedSet(), (ids) => ids.add(mention.id));
  };
  const derived = derive<Mention, Words>({
    build: (mentions) =>
      ImmutableMap<string, ImmutableOrderedSet<string>>().withMutations((words) => {
        for (const mention of mentions) add(words, mention);
      }),
    update(words, before, after) {
      const own = before ? key(before) : null;
      const without =
        own === null ? words : words.update(own, ImmutableOrderedSet(), (ids) => ids.delete(before?.id ?? ""));
      return after ? add(without, after) : without;
    },
  });
  byWords.set(article, derived);
  return derived(open.mentions);
}

/** "Sessions" for Jeff Sessions, "the Post" for The Washington Post: nothing where two fit. */
function entityWithNameEnding(
  state: ProjectState,
  article: string,
  wanted: string,
  fits: (entity: Entity) => boolean,
): Entity | null {
  const found = new Set<Entity>();
  for (const [id] of mentionCounts(openArticle(state, article))) {
    const entity = resolveEntity(state.entities, id);
    if (entity && fits(entity) && comparableName(entity.name).endsWith(` ${wanted}`)) found.add(entity);
  }
  const [only, ...others] = found;
  return only && others.length === 0 ? only : null;
}

export function newEntity(author: Author, type: string, name: string): Entity {
  return {
    id: author.newId("e"),
    type,
    name,
    aliases: [],
    links: [],
    note: "",
    mergedInto: null,
    created: author.now(),
  };
}

/** Adds a mention of `entity` inside a draft and returns its id. */
export function addMention(
  draft: Draft,
  author: Author,
  article: string,
  spans: Span[],
  entity: string | null,
  form: MentionForm,
): string {
  const id = author.newId("m");
  draft.annotation("mention", article, id, { id, entity, form, spans, ...newAnnotationFields(author) });
  beginWork(draft, article);
  return id;
}

/** What marking made, so that the window can make it current. */
export interface Marked {
  operation: Operation | null;
  id: string;
}

/** Marks `span` as a mention of a thing of `type`: the entity already known by that name, or a new one. A span that is
 *  already a mention changes its type instead of being marked twice. What a pronoun or a description means only a person
 *  can say: it is marked and left to be linked by hand, and marked again stays as it is. */
export function markMention(state: ProjectState, author: Author, article: string, span: Span, type: string): Marked {
  const open = openArticle(state, article);
  const text = open.article.text.slice(span.start, span.end);
  const same = mentionAtExactly(open, span);
  const form = same?.form ?? guessForm(text);
  const name = normaliseSpaces(text).replace(/\s+/g, " ").trim();
  let id = same?.id ?? "";
  if (form !== "name") {
    if (same) return { operation: null, id };
    const unlinked = operate(state, `Mark ${type}`, author, (draft) => {
      id = addMention(draft, author, article, [span], null, form);
    });
    return { operation: unlinked, id };
  }
  const known = entityNamed(state, article, text, type);
  const operation = operate(state, `Mark ${type}`, author, (draft) => {
    const entity = known ?? newEntity(author, type, name);
    if (!known) draft.entity(entity.id, entity);
    if (same) {
      patchAnnotation<Mention>(draft, author, article, same.id, () => ({ entity: entity.id }));
      learnFromMention(draft, article, same);
    } else id = addMention(draft, author, article, [span], entity.id, form);
    if (same) dropUnusedEntity(draft, author, same.entity);
  });
  return { operation, id };
}

/** Forgets an entity that a slip of this sitting made and that nothing refers to any more. */
export function dropUnusedEntity(draft: Draft, author: Author, id: string | null): void {
  const entity = id === null ? undefined : draft.state.entities.get(id);
  if (!entity || entity.created < author.since) return;
  if (entity.aliases.length > 0 || entity.links.length > 0 || entity.note !== "") return;
  if (!isReferred(draft.state, entity.id)) draft.entity(entity.id, null);
}

/** Whether anything open refers to the entity: a mention, a party, a claimant, a relation or a merge. */
function isReferred(state: ProjectState, id: string): boolean {
  if (namesakes(state.entities, id).size > 1) return true;
  return state.articles.some(
    (open) => isPointedTo(open, id) || open.orphans.some((orphan) => isEntityOfOrphan(orphan, id)),
  );
}

function isEntityOfOrphan(orphan: Orphan, id: string): boolean {
  if (!orphan.annotation) return false;
  if (orphan.kind === "mention") return orphan.annotation.entity === id;
  if (orphan.kind === "claim") return orphan.annotation.claimant?.entity === id;
  return [...orphan.annotation.speakers, ...orphan.annotation.addressees].some((party) => party.entity === id);
}

/** What a mention is linked to: an entity of the register, a new one, or none. */
export type LinkTarget = { entity: string | null } | { type: string; name: string };

/** Says which entity a mention names. */
export function linkMention(
  state: ProjectState,
  author: Author,
  article: string,
  mention: string,
  target: LinkTarget,
): Operation | null {
  return operate(state, "Link mention", author, (draft) => {
    const before = openArticle(draft.state, article).mentions.get(mention);
    const entity = "entity" in target ? target.entity : createEntityIn(draft, author, target.type, target.name);
    patchAnnotation<Mention>(draft, author, article, mention, () => ({ entity }));
    if (before) learnFromMention(draft, article, before);
    dropUnusedEntity(draft, author, before?.entity ?? null);
  });
}

export function createEntityIn(draft: Draft, author: Author, type: string, name: string): string {
  const entity = newEntity(author, type, name);
  draft.entity(entity.id, entity);
  return entity.id;
}

/** The other places where the words of `span` stand as whole words and are not inside a mention already. */
export function otherOccurrences(state: ProjectState, article: string, span: Span): Span[] {
  return unmarkedOccurrences(state, article, openArticle(state, article).article.text.slice(span.start, span.end));
}

/** Where `name` stands as whole words outside every mention; no-break spaces count as spaces. */
export function unmarkedOccurrences(state: ProjectState, article: string, name: string): Span[] {
  const open = openArticle(state, article);
  const text = withPlainSpaces(open.article);
  const words = normaliseSpaces(name);
  const isTaken = (span: Span) =>
    [...near(open, "mention", span)].some((mention) =>
      mention.spans.some((other) => other.start <= span.start && span.end <= other.end),
    );
  const found: Span[] = [];
  for (let at = text.indexOf(words); at >= 0 && words !== ""; at = text.indexOf(words, at + words.length)) {
    const end = at + words.length;
    const whole = completeWords(text, at, end);
    const isWhole = whole?.start === at && whole.end === end;
    if (isWhole && !isTaken({ start: at, end })) found.push({ start: at, end });
  }
  return found;
}

const plain = new WeakMap<Article, string>();

function withPlainSpaces(article: Article): string {
  const text = plain.get(article) ?? normaliseSpaces(article.text);
  plain.set(article, text);
  return text;
}

/** Marks every other occurrence of a mention's words as the same entity, in one step. */
export function markOccurrences(
  state: ProjectState,
  author: Author,
  article: string,
  mention: string,
): Operation | null {
  const open = openArticle(state, article);
  const model = open.mentions.get(mention);
  const [span] = model?.spans ?? [];
  if (!model || !span) return null;
  const places = otherOccurrences(state, article, span);
  return operate(state, `Mark ${places.length} more`, author, (draft) => {
    for (const place of places) addMention(draft, author, article, [place], model.entity, model.form);
  });
}

/** Marks every unmarked place in an article where an entity's name or an alias of it stands, longer names first. */
export function markNames(state: ProjectState, author: Author, article: string, entity: string): Operation | null {
  const found = resolveEntity(state.entities, entity);
  if (!found) return null;
  const names = [found.name, ...found.aliases].sort((a, b) => b.length - a.length);
  return operate(state, `Mark ${found.name}`, author, (draft) => {
    for (const name of names) {
      for (const place of unmarkedOccurrences(draft.state, article, name)) {
        addMention(draft, author, article, [place], found.id, "name");
      }
    }
  });
}

export function mentionAtExactly(open: ArticleState, span: Span): Mention | null {
  for (const mention of near(open, "mention", span)) {
    const [only] = mention.spans;
    if (mention.spans.length === 1 && only && only.start === span.start && only.end === span.end) return mention;
  }
  return null;
}
