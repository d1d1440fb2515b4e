import { deleteEntity, setEntity } from "../../shared/annotation/actions/entity.ts";
import { markNames, unmarkedOccurrences } from "../../shared/annotation/actions/mention.ts";
import { mentionsOfEntity } from "../../shared/annotation/article-index.ts";
import { byPosition, resolveEntity } from "../../shared/annotation/graph.ts";
import type { Entity, Link } from "../../shared/annotation/records.ts";
import type { ProjectState } from "../../shared/annotation/state.ts";
import { ask } from "../app/requests.ts";
import { showArticle } from "../app/showing.ts";
import { store, useApp } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { undo } from "../app/undo.ts";
import { author, change } from "../app/work.ts";
import { makeCurrent } from "../commands/target.ts";
import { Choice, Row, TextInput } from "../widgets/fields.tsx";
import { typeOptions } from "./MentionFields.tsx";

/** Everything that the register says of one entity. */
export function EntityFields({ state, id }: { state: ProjectState; id: string }) {
  const entity = resolveEntity(state.entities, id);
  if (!entity) return null;
  const set = (label: string, fields: Partial<Omit<Entity, "id" | "mergedInto">>) =>
    change((state) => setEntity(state, author, entity.id, label, fields));
  const wikidata = entity.links.find((link) => link.kind === "wikidata");
  const page = entity.links.find((link) => link.kind === "url");
  const setLink = (kind: Link["kind"], link: Link | null) => {
    const others = entity.links.filter((one) => one.kind !== kind);
    set("Set link", { links: link ? [...others, link] : others });
  };
  const merged = [...state.entities.values()].filter((other) => other.mergedInto === entity.id);
  return (
    <>
      <header className="inspector-head">
        <h2>Entity</h2>
        <span className="hint">{countMentions(state, entity.id)} mentions in open articles</span>
      </header>
      <Row label="Name">
        <TextInput
          first
          label="Entity name"
          value={entity.name}
          onCommit={(name) => name.trim() !== "" && set("Rename entity", { name: name.trim() })}
        />
      </Row>
      <Row label="Type">
        <Choice
          label="Entity type"
          value={entity.type}
          options={typeOptions(state, entity.type)}
          onChange={(type) => set("Change type", { type })}
        />
      </Row>
      <Row label="Aliases">
        <TextInput
          label="Aliases"
          placeholder="Other names, with commas between"
          value={entity.aliases.join(", ")}
          onCommit={(value) => set("Change aliases", { aliases: splitNames(value) })}
        />
      </Row>
      <Row label="Wikidata">
        <TextInput
          label="Wikidata id"
          placeholder="Q42"
          value={wikidata ? String(wikidata.id) : ""}
          onCommit={(value) => {
            const wanted = value.trim().toUpperCase();
            if (wanted === "") setLink("wikidata", null);
            else if (/^Q[1-9]\d*$/.test(wanted)) setLink("wikidata", { kind: "wikidata", id: wanted });
            else toast("A Wikidata id looks like Q42", [], { tone: "problem" });
          }}
        />
        {wikidata ? (
          <button
            type="button"
            className="link-button"
            onClick={() =>
              void ask("window.openExternal", { url: `https://www.wikidata.org/wiki/${String(wikidata.id)}` })
            }
          >
            Open
          </button>
        ) : null}
      </Row>
      <Row label="Page">
        <TextInput
          label="Web page"
          type="url"
          placeholder="https://…"
          value={page ? String(page.url) : ""}
          onCommit={(value) => setLink("url", value.trim() === "" ? null : { kind: "url", url: value.trim() })}
        />
      </Row>
      <Row label="Note">
        <TextInput label="Note" note multiline value={entity.note} onCommit={(note) => set("Write note", { note })} />
      </Row>
      {merged.length > 0 ? (
        <Row label="Merged">
          <span className="hint">{merged.map((other) => other.name).join(", ")}</span>
        </Row>
      ) : null}
      <Mentions state={state} id={entity.id} />
      <div className="row inspector-actions">
        <FindMentions state={state} entity={entity} />
        <button
          type="button"
          className="button"
          onClick={() => store.setState({ picking: { kind: "merge", entity: entity.id } })}
        >
          Merge… <kbd>L</kbd>
        </button>
        <button
          type="button"
          className="button danger"
          onClick={() => {
            change((state) => deleteEntity(state, author, entity.id));
            toast(`${entity.name} deleted`, ["Its mentions stay, linked to nothing."], {
              action: { label: "Undo", run: () => void undo() },
            });
          }}
        >
          Delete
        </button>
      </div>
    </>
  );
}

/** Offers to mark every place in the shown article where the entity's names stand and are not marked yet. */
function FindMentions({ state, entity }: { state: ProjectState; entity: Entity }) {
  const article = useApp((app) => app.article);
  if (article === null || !state.articles.has(article)) return null;
  const names = [entity.name, ...entity.aliases];
  const count = names.reduce((sum, name) => sum + unmarkedOccurrences(state, article, name).length, 0);
  if (count === 0) return null;
  return (
    <button
      type="button"
      className="button"
      onClick={() => change((current) => markNames(current, author, article, entity.id))}
    >
      Mark {count} more here
    </button>
  );
}

function Mentions({ state, id }: { state: ProjectState; id: string }) {
  const places = [...state.articles.values()].flatMap((open) =>
    mentionsOfEntity(state, open, id)
      .sort(byPosition)
      .map((mention) => ({ open, mention })),
  );
  if (places.length === 0) return null;
  return (
    <Row label="Mentions">
      <ul className="mention-places">
        {places.slice(0, 50).map(({ open, mention }) => (
          <li key={mention.id}>
            <button
              type="button"
              className="ellipsis"
              onClick={() => void showArticle(open.article.id).then(() => makeCurrent(mention.id, { reveal: true }))}
            >
              {context(open.article.text, mention.spans[0]?.start ?? 0, mention.spans[0]?.end ?? 0)}
            </button>
          </li>
        ))}
      </ul>
    </Row>
  );
}

function context(text: string, start: number, end: number) {
  return (
    <>
      {text.slice(Math.max(0, start - 18), start).replace(/\s+/g, " ")}
      <b>{text.slice(start, end)}</b>
      {text.slice(end, end + 24).replace(/\s+/g, " ")}
    </>
  );
}

const splitNames = (value: string) =>
  value
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

const countMentions = (state: ProjectState, id: string) =>
  [...state.articles.values()].reduce((sum, open) => sum + mentionsOfEntity(state, open, id).length, 0);
