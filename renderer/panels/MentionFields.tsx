import { useDeferredValue, useMemo } from "react";
import { setFields } from "../../shared/annotation/actions/annotation.ts";
import { setEntity } from "../../shared/annotation/actions/entity.ts";
import { otherOccurrences } from "../../shared/annotation/actions/mention.ts";
import { quotesOfMention } from "../../shared/annotation/article-index.ts";
import { coveredText, resolveEntity } from "../../shared/annotation/graph.ts";
import { type Mention, mentionForms } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { shownArticle, store, useApp } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { runCommand } from "../commands/index.ts";
import { giveParty } from "../commands/link.ts";
import { makeCurrent } from "../commands/target.ts";
import { Chip, Choice, Row, Segmented, TextInput } from "../widgets/fields.tsx";

const formTitle = { name: "Name", nominal: "Nominal", pronoun: "Pronoun" } as const;

export function MentionFields({ state, open, mention }: { state: ProjectState; open: ArticleState; mention: Mention }) {
  const { id: article, text } = open.article;
  const entity = resolveEntity(state.entities, mention.entity);
  const quotes = quotesOfMention(open, mention.id);
  const { currentQuote } = store.getState();
  const speaks = quotes.some((quote) => quote.id === currentQuote);
  return (
    <>
      <p className="mention-text">“{coveredText(text, mention.spans)}”</p>
      {entity ? (
        <Row label="Name">
          <TextInput
            key={mention.id}
            first
            label="Entity name"
            value={entity.name}
            onCommit={(name) =>
              name.trim() !== "" &&
              change((state) => setEntity(state, author, entity.id, "Rename entity", { name: name.trim() }))
            }
          />
        </Row>
      ) : null}
      <Row label="Entity">
        {entity ? (
          <Chip
            title={entity.name}
            color={entityType(state.project.scheme, entity.type)?.color}
            onPress={() => store.setState({ entity: entity.id, current: null, tab: "entities" })}
          />
        ) : (
          <span className="none">Not linked</span>
        )}
        <button type="button" className="link-button" onClick={() => runCommand("link.entity")}>
          {entity ? "Change" : "Link"}
        </button>
        <kbd>L</kbd>
      </Row>
      {entity ? (
        <Row label="Type">
          <Choice
            label="Entity type"
            value={entity.type}
            options={typeOptions(state, entity.type)}
            onChange={(type) => change((state) => setEntity(state, author, entity.id, "Change type", { type }))}
          />
        </Row>
      ) : null}
      <Row label="Form">
        <Segmented
          label="Form"
          value={mention.form}
          options={mentionForms.map((value) => ({ value, title: formTitle[value] }))}
          onChange={(form) =>
            change((state) => setFields<Mention>(state, author, article, mention.id, "Change form", { form }))
          }
        />
      </Row>
      {quotes.length > 0 ? (
        <Row label="Speaks in">
          {quotes.map((quote) => (
            <div key={quote.id} className="piece">
              <button type="button" onClick={() => makeCurrent(quote.id, { reveal: true })}>
                {coveredText(text, quote.content)}
              </button>
            </div>
          ))}
        </Row>
      ) : null}
      <div className="row inspector-actions">
        {mention.form === "pronoun" ? null : <MarkOthers mention={mention} />}
        {currentQuote !== null && open.quotes.has(currentQuote) && !speaks ? (
          <button
            type="button"
            className="button"
            onClick={() => giveParty("speakers", currentQuote, { mention: mention.id }, false)}
          >
            Speaker of the quote <kbd>S</kbd>
          </button>
        ) : null}
      </div>
    </>
  );
}

/** The scheme's types as options, and the one that is set where the scheme has lost it. */
export function typeOptions(state: ProjectState, current: string) {
  const types = state.project.scheme.entityTypes.map((type) => ({ value: type.id, title: type.id }));
  return types.some((type) => type.value === current)
    ? types
    : [...types, { value: current, title: `${current} (not in the scheme)` }];
}

/** Offers to mark the other places where the mention's words stand. They are counted once the mark itself is drawn. */
function MarkOthers({ mention }: { mention: Mention }) {
  const state = useDeferredValue(useApp((app) => app.state));
  const open = useDeferredValue(useApp(shownArticle));
  const [span] = mention.spans;
  const others = useMemo(
    () => (span && state && open?.mentions.has(mention.id) ? otherOccurrences(state, open.article.id, span).length : 0),
    [span, state, open, mention.id],
  );
  if (others === 0) return null;
  return (
    <button type="button" className="button" onClick={() => runCommand("mark.occurrences")}>
      Mark {others} more <kbd>A</kbd>
    </button>
  );
}
