import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { renameEntityType } from "../../shared/annotation/actions/project.ts";
import { liveEntities } from "../../shared/annotation/graph.ts";
import type { Attribute, EntityType } from "../../shared/annotation/records.ts";
import { store, useApp } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { TextInput } from "../widgets/fields.tsx";
import { AttributeList } from "./AttributeList.tsx";
import { NameField } from "./NameField.tsx";
import { RowActions } from "./RowActions.tsx";
import { changeScheme, focusLastRow, freeName, moved, useRowKeys } from "./scheme-change.ts";

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
/** Colours for new types: the first that no type has yet. */
const palette = [
  "#0b66a8",
  "#0a7f5c",
  "#b06a00",
  "#a3266b",
  "#5b5bd6",
  "#7a6a00",
  "#00798c",
  "#9a3b26",
  "#4b6b1f",
  "#5f5c54",
];

export function EntityTypeList({ types }: { types: readonly EntityType[] }) {
  const list = useRef<HTMLUListElement>(null);
  const keys = useRowKeys();
  const names = types.map((type) => type.id);
  function add(): void {
    changeScheme("Add entity type", (scheme) => {
      const id = freeName(
        "New type",
        scheme.entityTypes.map((type) => type.id),
      );
      const color = palette.find((one) => !scheme.entityTypes.some((type) => type.color === one)) ?? "#5f5c54";
      const key = digits.find((one) => !scheme.entityTypes.some((type) => type.key === one)) ?? null;
      return { ...scheme, entityTypes: [...scheme.entityTypes, { id, color, key, description: "", attributes: [] }] };
    });
    focusLastRow(list.current);
  }
  return (
    <>
      <div className="type-row scheme-head" aria-hidden="true">
        <span />
        <span>Name</span>
        <span>Key</span>
        <span>Description</span>
      </div>
      <ul ref={list} className="scheme-rows">
        {types.map((type, index) => (
          <TypeRow
            key={keys.of(type.id)}
            type={type}
            names={names}
            first={index === 0}
            last={index === types.length - 1}
            onRename={(name) => {
              const { state } = store.getState();
              if (state && change((state) => renameEntityType(state, author, type.id, name)))
                keys.renamed(type.id, name);
            }}
          />
        ))}
      </ul>
      <button type="button" className="button" onClick={add}>
        <Plus size={15} /> Add entity type
      </button>
    </>
  );
}

function TypeRow(props: {
  type: EntityType;
  names: readonly string[];
  first: boolean;
  last: boolean;
  onRename(name: string): void;
}) {
  const { type } = props;
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const used = useApp((app) =>
    app.state ? liveEntities(app.state.entities).filter((entity) => entity.type === type.id).length : 0,
  );
  const set = (label: string, change: (type: EntityType) => EntityType) =>
    changeScheme(label, (scheme) => ({
      ...scheme,
      entityTypes: scheme.entityTypes.map((one) => (one.id === type.id ? change(one) : one)),
    }));
  const remove = () =>
    changeScheme("Remove entity type", (scheme) => ({
      ...scheme,
      entityTypes: scheme.entityTypes.filter((one) => one.id !== type.id),
    }));
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li className="scheme-item">
      <div className="type-row">
        <ColorInput
          label={`Colour of ${type.id}`}
          value={type.color}
          onCommit={(color) => set("Change colour", (one) => ({ ...one, color }))}
        />
        <NameField label={`Name of ${type.id}`} value={type.id} others={props.names} onCommit={props.onRename} />
        <select
          className="field"
          aria-label={`Key of ${type.id}`}
          value={type.key ?? ""}
          onChange={(event) => giveKey(type.id, event.target.value || null)}
        >
          <option value="">–</option>
          {digits.map((digit) => (
            <option key={digit} value={digit}>
              {digit}
            </option>
          ))}
        </select>
        <TextInput
          label={`Description of ${type.id}`}
          value={type.description}
          placeholder="What belongs here, and what does not"
          onCommit={(description) => set("Describe entity type", (one) => ({ ...one, description }))}
        />
        <button
          type="button"
          className="attributes-toggle"
          aria-expanded={open}
          aria-label={`Attributes of ${type.id}: ${type.attributes.length}`}
          title="Attributes"
          onClick={() => setOpen(!open)}
        >
          <Chevron size={15} />
          {type.attributes.length}
        </button>
        <RowActions
          name={type.id}
          first={props.first}
          last={props.last}
          onMove={(by) =>
            changeScheme("Move entity type", (scheme) => {
              const own = scheme.entityTypes.find((one) => one.id === type.id);
              return own ? { ...scheme, entityTypes: moved(scheme.entityTypes, own, by) } : scheme;
            })
          }
          onRemove={() => (used === 0 ? remove() : setAsking(true))}
        />
      </div>
      {asking ? (
        <div className="inline-question" role="alert">
          <p>
            {used === 1 ? "One entity is" : `${used} entities are`} of this type.{" "}
            {used === 1 ? "It keeps" : "They keep"} the type’s name, without a colour or a key.
          </p>
          <button type="button" className="button danger" onClick={remove}>
            Remove “{type.id}”
          </button>
          <button type="button" className="button" onClick={() => setAsking(false)}>
            Keep it
          </button>
        </div>
      ) : null}
      {open ? (
        <div className="type-attributes">
          <p className="hint">What is asked about every mention of this type.</p>
          <AttributeList
            of={type.id}
            attributes={type.attributes}
            onChange={(label, change) =>
              set(label, (one) => ({ ...one, attributes: change(one.attributes) as Attribute[] }))
            }
          />
        </div>
      ) : null}
    </li>
  );
}

/** A key belongs to one type: taken for this one, it leaves the other. */
function giveKey(id: string, key: string | null): void {
  changeScheme("Change key", (scheme) => ({
    ...scheme,
    entityTypes: scheme.entityTypes.map((type) =>
      type.id === id ? { ...type, key } : key !== null && type.key === key ? { ...type, key: null } : type,
    ),
  }));
}

/** A colour, committed when the system's picker is done: while it is open, every shade would be a step to undo. */
function ColorInput({ label, value, onCommit }: { label: string; value: string; onCommit(color: string): void }) {
  const input = useRef<HTMLInputElement>(null);
  const commit = useRef(onCommit);
  commit.current = onCommit;
  useEffect(() => {
    const field = input.current;
    if (!field) return;
    field.value = value;
    const done = () => commit.current(field.value);
    field.addEventListener("change", done);
    return () => field.removeEventListener("change", done);
  }, [value]);
  return <input ref={input} type="color" className="color-field" aria-label={label} defaultValue={value} />;
}
