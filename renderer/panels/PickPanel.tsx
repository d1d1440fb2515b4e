import { Command } from "cmdk";
import { useMemo, useState } from "react";
import { mentionsNear } from "../../shared/annotation/actions/quote.ts";
import { coveredText, resolveEntity } from "../../shared/annotation/graph.ts";
import type { Entity, Mention } from "../../shared/annotation/records.ts";
import { entitiesLike } from "../../shared/annotation/register-index.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import { type Table, tableOf } from "../../shared/annotation/state.ts";
import { fold } from "../../shared/article/fold.ts";
import { pickClaimant, pickEntity, pickMention, pickRelation } from "../app/picking.ts";
import { type Picking, shownArticle, store, useApp } from "../app/store.ts";
import { editorPort } from "../editor/port.ts";
import "./pick-panel.css";

const titles: Record<Picking["kind"], string> = {
  party: "Who speaks?",
  link: "Which entity is this?",
  merge: "Merge with which entity?",
  claimant: "Who makes this claim?",
  relation: "Related to what?",
};

const mostShown = 40;

/** Choosing an annotation or entity by type-ahead, nearest first; a click in the article answers as well. */
export function PickPanel({ picking }: { picking: Picking }) {
  const state = useApp((app) => app.state);
  const open = useApp(shownArticle);
  const [query, setQuery] = useState("");
  const [relation, setRelation] = useState(state?.project.scheme.relationTypes[0]?.id ?? "about");
  const wanted = fold(query);

  const mentions = useMemo(() => {
    if (!state || !open) return [];
    const near = nearest(picking);
    const name = (mention: Mention) => resolveEntity(state.entities, mention.entity)?.name ?? "";
    const fits = (mention: Mention) =>
      fold(`${coveredText(open.article.text, mention.spans)} ${name(mention)}`).includes(wanted);
    return near.filter(fits).slice(0, mostShown);
  }, [state, open, picking, wanted]);
  const entities = useMemo(() => {
    return state ? likely(state.entities, wanted) : [];
  }, [state, wanted]);
  if (!state || !open) return null;

  const text = (mention: Mention) => coveredText(open.article.text, mention.spans).replace(/\s+/g, " ");
  const dot = (type: string | undefined) => (
    <span className="dot" style={{ "--mark": type ? entityType(state.project.scheme, type)?.color : undefined }} />
  );
  const entityItems = entities.map((entity) => (
    <Command.Item
      key={entity.id}
      value={`entity ${entity.id}`}
      onSelect={() =>
        picking.kind === "relation" ? pickRelation(entity.id, relation) : pickEntity({ entity: entity.id })
      }
    >
      {dot(entity.type)}
      <span className="ellipsis">{entity.name}</span>
      <span className="hint">{entity.type}</span>
    </Command.Item>
  ));
  const title = picking.kind === "party" && picking.role === "addressees" ? "Who is spoken to?" : titles[picking.kind];
  const showMentions = picking.kind === "party" || picking.kind === "relation";
  const quotes =
    picking.kind === "claimant" || picking.kind === "relation"
      ? [...open.quotes.values()]
          .filter((quote) => fold(coveredText(open.article.text, quote.content)).includes(wanted))
          .slice(0, mostShown)
      : [];
  const claims =
    picking.kind === "relation"
      ? [...open.claims.values()]
          .filter((claim) => claim.id !== picking.from && fold(claim.gist).includes(wanted))
          .slice(0, mostShown)
      : [];
  const newName = query.trim() === "" && picking.kind === "link" ? ownWords() : query.trim();
  const offersNew = newName !== "" && (picking.kind === "link" || picking.kind === "party");

  const offersNone = query === "" && (picking.kind === "link" || picking.kind === "claimant");
  const nothing =
    !offersNew &&
    !offersNone &&
    (showMentions ? mentions.length : 0) + claims.length + quotes.length + entityItems.length === 0;

  return (
    <div className="pick-panel fade-in" role="dialog" aria-label={title}>
      <Command
        shouldFilter={false}
        loop
        label={title}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            store.setState({ picking: null });
            editorPort()?.focus();
          }
        }}
      >
        <header>
          <strong>{title}</strong>
          <span className="hint">Type, or click in the article</span>
        </header>
        {picking.kind === "relation" ? (
          <select
            className="field"
            aria-label="Relation type"
            value={relation}
            onChange={(event) => setRelation(event.target.value)}
          >
            {state.project.scheme.relationTypes.map((type) => (
              <option key={type.id}>{type.id}</option>
            ))}
          </select>
        ) : null}
        <Command.Input autoFocus value={query} onValueChange={setQuery} placeholder="Name" className="field" />
        <Command.List className="pick-list" label={title}>
          {nothing ? (
            <Command.Item disabled value="nothing" className="hint">
              Nothing of that name.
            </Command.Item>
          ) : null}
          {showMentions && mentions.length > 0 ? (
            <Command.Group heading={picking.kind === "relation" ? "Mentions" : "In the article, nearest first"}>
              {mentions.map((mention) => {
                const entity = resolveEntity(state.entities, mention.entity);
                return (
                  <Command.Item
                    key={mention.id}
                    value={`mention ${mention.id}`}
                    onSelect={() =>
                      picking.kind === "relation" ? pickRelation(mention.id, relation) : pickMention(mention.id)
                    }
                  >
                    {dot(entity?.type)}
                    <span className="ellipsis">{text(mention)}</span>
                    <span className="hint ellipsis">{entity && entity.name !== text(mention) ? entity.name : ""}</span>
                  </Command.Item>
                );
              })}
            </Command.Group>
          ) : null}
          {claims.length > 0 ? (
            <Command.Group heading="Claims">
              {claims.map((claim) => (
                <Command.Item
                  key={claim.id}
                  value={`claim ${claim.id}`}
                  onSelect={() => pickRelation(claim.id, relation)}
                >
                  <span className="ellipsis">{claim.gist}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {quotes.length > 0 ? (
            <Command.Group heading={picking.kind === "claimant" ? "Whoever speaks in" : "Quotes"}>
              {quotes.map((quote) => (
                <Command.Item
                  key={quote.id}
                  value={`quote ${quote.id}`}
                  onSelect={() =>
                    picking.kind === "relation" ? pickRelation(quote.id, relation) : pickClaimant({ quote: quote.id })
                  }
                >
                  <span className="ellipsis">{coveredText(open.article.text, quote.content)}</span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {entityItems.length > 0 ? (
            <Command.Group heading={picking.kind === "party" ? "Not named here" : "Entities"}>
              {entityItems}
            </Command.Group>
          ) : null}
          {offersNew ? (
            <Command.Group heading="New">
              {state.project.scheme.entityTypes.map((type) => (
                <Command.Item
                  key={type.id}
                  value={`new ${type.id}`}
                  onSelect={() => pickEntity({ type: type.id, name: newName })}
                >
                  {dot(type.id)}
                  <span className="ellipsis">
                    New {type.id}: {newName}
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          ) : null}
          {picking.kind === "link" && query === "" ? (
            <Command.Item value="none" onSelect={() => pickEntity({ entity: null })}>
              <span className="hint">Link to nothing</span>
            </Command.Item>
          ) : null}
          {picking.kind === "claimant" && query === "" ? (
            <Command.Item value="none" onSelect={() => pickClaimant(null)}>
              <span className="hint">Nobody in particular</span>
            </Command.Item>
          ) : null}
        </Command.List>
      </Command>
    </div>
  );
}

function nearest(picking: Picking): Mention[] {
  const { state, article } = store.getState();
  if (!state || article === null) return [];
  const open = state.articles.get(article);
  const quote = picking.kind === "party" ? open?.quotes.get(picking.quote) : undefined;
  if (quote) return mentionsNear(state, article, quote);
  return [...(open?.mentions.values() ?? [])];
}

/** Entities whose name begins with the query first; then those mentioned last before the mention that is linked. */
function likely(entities: Table<Entity>, wanted: string): Entity[] {
  const { picking } = store.getState();
  const open = shownArticle(store.getState());
  const lastMention = new Map<string, number>();
  const mentioned = new Map<string, Entity>();
  const own = picking?.kind === "link" ? open?.mentions.get(picking.mention) : undefined;
  const here = own?.spans[0]?.start ?? Number.POSITIVE_INFINITY;
  for (const mention of open?.mentions.values() ?? []) {
    if (mention.id === own?.id) continue;
    const entity = resolveEntity(entities, mention.entity);
    const at = mention.spans[0]?.start ?? 0;
    const distance = at <= here ? here - at : (at - here) * 4;
    if (!entity) continue;
    mentioned.set(entity.id, entity);
    lastMention.set(entity.id, Math.min(lastMention.get(entity.id) ?? Number.POSITIVE_INFINITY, distance));
  }
  // The register gives the first by name only: those of this article are looked for beside.
  const inArticle = entitiesLike(tableOf(mentioned.values()), wanted, mostShown);
  const all = new Map(
    [...inArticle, ...entitiesLike(entities, wanted, mostShown)].map((entity) => [entity.id, entity]),
  );
  const score = (entity: Entity) => (wanted !== "" && fold(entity.name).startsWith(wanted) ? 0 : 1);
  const near = (entity: Entity) => lastMention.get(entity.id) ?? Number.MAX_SAFE_INTEGER;
  return [...all.values()]
    .sort((a, b) => score(a) - score(b) || near(a) - near(b) || a.name.localeCompare(b.name))
    .slice(0, mostShown);
}

/** The words of the mention that is being linked, as the name that a new entity would get. */
function ownWords(): string {
  const { picking } = store.getState();
  const open = shownArticle(store.getState());
  const mention = picking?.kind === "link" ? open?.mentions.get(picking.mention) : undefined;
  return mention && open ? coveredText(open.article.text, mention.spans).replace(/\s+/g, " ") : "";
}
