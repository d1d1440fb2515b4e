import { Plus } from "lucide-react";
import { useRef } from "react";
import type { Scheme } from "../../shared/annotation/records.ts";
import { TextInput } from "../widgets/fields.tsx";
import { NameField } from "./NameField.tsx";
import { RowActions } from "./RowActions.tsx";
import { changeScheme, focusLastRow, freeName, moved, replaced, useRowKeys, without } from "./scheme-change.ts";

type RelationTypes = Scheme["relationTypes"];

export function RelationTypeList({ types }: { types: RelationTypes }) {
  const list = useRef<HTMLUListElement>(null);
  const keys = useRowKeys();
  const names = types.map((type) => type.id);
  const change = (label: string, next: (all: RelationTypes) => RelationTypes) =>
    changeScheme(label, (scheme) => ({ ...scheme, relationTypes: next(scheme.relationTypes) }));
  const set = (label: string, id: string, fields: Partial<RelationTypes[number]>) =>
    change(label, (all) => all.map((one) => (one.id === id ? { ...one, ...fields } : one)));
  return (
    <>
      <div className="relation-row scheme-head" aria-hidden="true">
        <span>Name</span>
        <span>Description</span>
      </div>
      <ul ref={list} className="scheme-rows">
        {types.map((type, index) => (
          <li key={keys.of(type.id)} className="relation-row">
            <NameField
              label={`Name of ${type.id}`}
              value={type.id}
              others={names}
              onCommit={(id) => {
                keys.renamed(type.id, id);
                set("Rename relation type", type.id, { id });
              }}
            />
            <TextInput
              label={`Description of ${type.id}`}
              value={type.description}
              placeholder="What the first says of the second"
              onCommit={(description) => set("Describe relation type", type.id, { description })}
            />
            <RowActions
              name={type.id}
              first={index === 0}
              last={index === types.length - 1}
              onMove={(by) =>
                change("Move relation type", (all) => {
                  const own = all.find((one) => one.id === type.id);
                  return own ? moved(all, own, by) : all;
                })
              }
              onRemove={() => change("Remove relation type", (all) => all.filter((one) => one.id !== type.id))}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button"
        onClick={() => {
          change("Add relation type", (all) => [...all, { id: freeName("relation", names), description: "" }]);
          focusLastRow(list.current);
        }}
      >
        <Plus size={15} /> Add relation type
      </button>
    </>
  );
}

export function VerdictList({ verdicts }: { verdicts: readonly string[] }) {
  const list = useRef<HTMLUListElement>(null);
  const keys = useRowKeys();
  const change = (label: string, next: (all: readonly string[]) => string[]) =>
    changeScheme(label, (scheme) => ({ ...scheme, verdicts: next(scheme.verdicts) }));
  return (
    <>
      <ul ref={list} className="scheme-rows verdict-rows">
        {verdicts.map((verdict, index) => (
          <li key={keys.of(verdict)} className="verdict-row">
            <NameField
              label={`Verdict ${index + 1}`}
              value={verdict}
              others={verdicts}
              onCommit={(name) => {
                keys.renamed(verdict, name);
                change("Rename verdict", (all) => replaced(all, verdict, name));
              }}
            />
            <RowActions
              name={verdict}
              first={index === 0}
              last={index === verdicts.length - 1}
              onMove={(by) => change("Move verdict", (all) => moved(all, verdict, by))}
              onRemove={() => change("Remove verdict", (all) => without(all, verdict))}
            />
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="button"
        onClick={() => {
          change("Add verdict", (all) => [...all, freeName("new verdict", all)]);
          focusLastRow(list.current);
        }}
      >
        <Plus size={15} /> Add verdict
      </button>
    </>
  );
}
