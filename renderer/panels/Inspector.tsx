import { Fragment } from "react";
import { setFields } from "../../shared/annotation/actions/annotation.ts";
import { numberOf, relationsOf } from "../../shared/annotation/article-index.ts";
import { idOfEnd, resolveEntity } from "../../shared/annotation/graph.ts";
import type { Annotation, Attribute, AttributeValue, Claim, Mention, Quote } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import {
  type ArticleState,
  type FoundAnnotation,
  findAnnotation,
  type ProjectState,
} from "../../shared/annotation/state.ts";
import { useAfterPaint } from "../app/after-paint.ts";
import { type AppState, shownArticle, store, useApp } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { runCommand } from "../commands/index.ts";
import { currentAnnotation, describe, makeCurrent } from "../commands/target.ts";
import { Check, Chip, Choice, Row, TextInput } from "../widgets/fields.tsx";
import { ClaimFields } from "./ClaimFields.tsx";
import { EntityFields } from "./EntityFields.tsx";
import "./inspector.css";
import { MentionFields } from "./MentionFields.tsx";
import { QuoteFields } from "./QuoteFields.tsx";

const statusTitle = { draft: "Draft", done: "Done ✓", disputed: "Disputed" } as const;

const inspected = (app: AppState) => [app.state, app.article, app.current, app.entity, app.opened];

/** Everything about the current annotation, or about the entity chosen in the list. */
export function Inspector() {
  const app = useAfterPaint(inspected);
  const { state, entity } = app;
  const open = shownArticle(app);
  const readOnly = app.opened?.readOnly ?? false;
  const found = currentAnnotation(app);
  return (
    <section className="inspector" data-zone="inspector" aria-label="Inspector" tabIndex={-1}>
      <fieldset className="inspector-fields" disabled={readOnly}>
        {state && open && found ? (
          <AnnotationInspector key={found.kind} state={state} open={open} found={found} />
        ) : state && entity !== null && state.entities.has(entity) ? (
          <EntityFields key={entity} state={state} id={entity} />
        ) : (
          <Teaching />
        )}
      </fieldset>
    </section>
  );
}

interface Props {
  state: ProjectState;
  open: ArticleState;
  found: FoundAnnotation;
}

function AnnotationInspector({ state, open, found }: Props) {
  const { record, kind } = found;
  const article = open.article.id;
  const set = (label: string, fields: Partial<Annotation>) =>
    change((state) => setFields(state, author, article, record.id, label, fields));
  return (
    <>
      <header className="inspector-head">
        <h2>{heading(open, found)}</h2>
        <button
          type="button"
          className={`status-button ${record.status}`}
          title="Change the status (D)"
          onClick={() => runCommand("change.status")}
        >
          {statusTitle[record.status]}
        </button>
      </header>
      {kind === "quote" ? <QuoteFields state={state} open={open} quote={record as Quote} /> : null}
      {kind === "mention" ? <MentionFields state={state} open={open} mention={record as Mention} /> : null}
      {kind === "claim" ? <ClaimFields key={record.id} state={state} open={open} claim={record as Claim} /> : null}
      <Attributes
        record={record}
        attributes={attributesFor(state, found)}
        onChange={(attributes) => set("Set attribute", { attributes })}
      />
      <Relations state={state} open={open} id={record.id} />
      <Row label="Note">
        <TextInput
          key={record.id}
          label="Note"
          note
          value={record.note}
          placeholder="Anything worth knowing"
          multiline
          onCommit={(note) => set("Write note", { note })}
        />
      </Row>
      <div className="row inspector-actions">
        <button type="button" className="button" onClick={() => runCommand("link.relation")}>
          Relate… <kbd>R</kbd>
        </button>
        <button type="button" className="button danger" onClick={() => runCommand("change.remove")}>
          Remove <kbd>Del</kbd>
        </button>
      </div>
    </>
  );
}

function heading(open: ArticleState, { kind, record }: FoundAnnotation): string {
  if (kind === "relation") return "Relation";
  const { number, of } = numberOf(open, kind, record as Mention | Quote | Claim);
  return `${kind} ${number} of ${of}`;
}

function attributesFor(state: ProjectState, { kind, record }: FoundAnnotation): Attribute[] {
  const { scheme } = state.project;
  if (kind === "quote") return scheme.quoteAttributes;
  if (kind === "claim") return scheme.claimAttributes;
  if (kind !== "mention") return [];
  const entity = resolveEntity(state.entities, (record as Mention).entity);
  return entity ? (entityType(scheme, entity.type)?.attributes ?? []) : [];
}

function Attributes({
  record,
  attributes,
  onChange,
}: {
  record: Annotation;
  attributes: Attribute[];
  onChange(values: Record<string, AttributeValue>): void;
}) {
  const set = (id: string, value: AttributeValue | null) => {
    const { [id]: _old, ...others } = record.attributes;
    onChange(value === null ? others : { ...others, [id]: value });
  };
  return attributes.map((attribute) => {
    const value = record.attributes[attribute.id];
    const missing = attribute.required && value === undefined;
    return (
      <Row key={attribute.id} label={attribute.id}>
        {attribute.kind === "boolean" ? (
          <Check
            label={attribute.description || "Yes"}
            checked={value === true}
            onChange={(checked) => set(attribute.id, checked)}
          />
        ) : attribute.kind === "enum" ? (
          <Choice
            label={attribute.id}
            value={String(value ?? "")}
            options={[
              { value: "", title: missing ? "Needed" : "–" },
              ...attribute.values.map((one) => ({ value: one, title: one })),
            ]}
            onChange={(next) => set(attribute.id, next === "" ? null : next)}
          />
        ) : (
          <TextInput
            key={record.id}
            label={attribute.id}
            type={attribute.kind === "number" ? "number" : "text"}
            value={String(value ?? "")}
            placeholder={missing ? "Needed" : attribute.description}
            onCommit={(next) =>
              set(attribute.id, next === "" ? null : attribute.kind === "number" ? Number(next) : next)
            }
          />
        )}
      </Row>
    );
  });
}

function Relations({ state, open, id }: { state: ProjectState; open: ArticleState; id: string }) {
  const relations = relationsOf(open, id);
  if (relations.length === 0) return null;
  const titleOf = (end: string) => {
    const found = findAnnotation(open, end);
    return found ? describe(open, found) : (state.entities.get(end)?.name ?? end);
  };
  return (
    <Row label="Relations">
      {relations.map((relation) => {
        const outward = idOfEnd(relation.from) === id;
        const other = idOfEnd(outward ? relation.to : relation.from);
        return (
          <Fragment key={relation.id}>
            <span className="hint">{outward ? relation.type : `${relation.type} (from)`}</span>
            <Chip
              title={titleOf(other)}
              onPress={() =>
                state.entities.has(other)
                  ? store.setState({ entity: other, current: null })
                  : makeCurrent(other, { reveal: true })
              }
              removeLabel={`Remove the relation ${relation.type}`}
              onRemove={() => {
                store.setState({ current: relation.id });
                runCommand("change.remove");
                makeCurrent(id);
              }}
            />
          </Fragment>
        );
      })}
    </Row>
  );
}

/** Shown while nothing is current: how to begin. */
function Teaching() {
  const any = useApp((app) => (shownArticle(app)?.mentions.size ?? 0) + (shownArticle(app)?.quotes.size ?? 0) > 0);
  return (
    <div className="teaching">
      <h2>{any ? "Nothing chosen" : "Who said what about whom"}</h2>
      <ul>
        <li>
          Select a name and press <kbd>1</kbd> for a person, <kbd>2</kbd> for an organization. <kbd>A</kbd> marks all
          others like it.
        </li>
        <li>
          Put the caret between quotation marks and press <kbd>Q</kbd>; then <kbd>S</kbd> for its speaker, and{" "}
          <kbd>U</kbd> on the word that introduces it.
        </li>
        <li>
          Select what is claimed and press <kbd>C</kbd>.
        </li>
        <li>
          <kbd>Tab</kbd> goes to the next annotation, <kbd>Ctrl+Z</kbd> takes anything back, <kbd>?</kbd> shows every
          key.
        </li>
      </ul>
    </div>
  );
}
