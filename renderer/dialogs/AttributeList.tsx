import { Plus } from "lucide-react";
import { useRef } from "react";
import { type Attribute, attributeKinds } from "../../shared/annotation/records.ts";
import { Check, Choice, TextInput } from "../widgets/fields.tsx";
import { NameField } from "./NameField.tsx";
import { RowActions } from "./RowActions.tsx";
import { focusLastRow, freeName, moved, useRowKeys } from "./scheme-change.ts";

const kindTitle = { enum: "One of", boolean: "Yes or no", number: "Number", text: "Text" } as const;

type Change = (attributes: readonly Attribute[]) => Attribute[];

/** The custom attributes of one kind of annotation. `of` says whose, in the fields' names. */
export function AttributeList(props: {
  of: string;
  attributes: readonly Attribute[];
  onChange(label: string, change: Change): void;
}) {
  const { attributes } = props;
  const list = useRef<HTMLUListElement>(null);
  const keys = useRowKeys();
  const names = attributes.map((attribute) => attribute.id);
  const set = (label: string, id: string, fields: Partial<Attribute>) =>
    props.onChange(label, (all) => all.map((one) => (one.id === id ? { ...one, ...fields } : one)));
  function add(): void {
    props.onChange("Add attribute", (all) => {
      const id = freeName(
        "attribute",
        all.map((one) => one.id),
      );
      return [...all, { id, kind: "enum", values: [], required: false, description: "" }];
    });
    focusLastRow(list.current);
  }
  return (
    <div className="attributes">
      {attributes.length === 0 ? null : (
        <div className="attribute-row scheme-head" aria-hidden="true">
          <span>Name</span>
          <span>Kind</span>
          <span>Values</span>
          <span>Description</span>
        </div>
      )}
      <ul ref={list} className="scheme-rows">
        {attributes.map((attribute, index) => {
          const { id } = attribute;
          const name = `${id} of ${props.of}`;
          return (
            <li key={keys.of(id)} className="attribute-row">
              <NameField
                label={`Name of ${name}`}
                value={id}
                others={names}
                onCommit={(next) => {
                  keys.renamed(id, next);
                  set("Rename attribute", id, { id: next });
                }}
              />
              <Choice
                label={`Kind of ${name}`}
                value={attribute.kind}
                options={attributeKinds.map((value) => ({ value, title: kindTitle[value] }))}
                onChange={(value) =>
                  set("Change attribute's kind", id, {
                    kind: attributeKinds.find((kind) => kind === value) ?? attribute.kind,
                  })
                }
              />
              {attribute.kind === "enum" ? (
                <TextInput
                  label={`Values of ${name}`}
                  value={attribute.values.join(", ")}
                  placeholder="one, two, three"
                  onCommit={(text) => set("Change attribute's values", id, { values: valuesOf(text) })}
                />
              ) : (
                <span className="hint">–</span>
              )}
              <TextInput
                label={`Description of ${name}`}
                value={attribute.description}
                placeholder="What it says"
                onCommit={(description) => set("Describe attribute", id, { description })}
              />
              <Check
                label="Required"
                checked={attribute.required}
                onChange={(required) => set("Require attribute", id, { required })}
              />
              <RowActions
                name={name}
                first={index === 0}
                last={index === attributes.length - 1}
                onMove={(by) =>
                  props.onChange("Move attribute", (all) => {
                    const own = all.find((one) => one.id === id);
                    return own ? moved(all, own, by) : [...all];
                  })
                }
                onRemove={() => props.onChange("Remove attribute", (all) => all.filter((one) => one.id !== id))}
              />
            </li>
          );
        })}
      </ul>
      <button type="button" className="button" aria-label={`Add attribute of ${props.of}`} onClick={add}>
        <Plus size={15} /> Add attribute
      </button>
    </div>
  );
}

/** Values as a person writes them, between commas, each once. */
const valuesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== ""),
  ),
];
