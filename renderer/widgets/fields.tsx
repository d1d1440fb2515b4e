import { RadioGroup } from "radix-ui";
import { type ReactNode, type Ref, useEffect, useId, useRef, useState } from "react";
import { editorPort } from "../editor/port.ts";
import "./fields.css";

/** A row of the inspector: what it is called, and what it holds. */
export function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="field-row">
      <span className="label">{label}</span>
      <div className="field-value">{children}</div>
    </div>
  );
}

interface TextProps {
  label: string;
  value: string;
  placeholder?: string;
  multiline?: boolean;
  type?: "text" | "number" | "url";
  /** Called once when the person is done: on Enter (Ctrl+Enter in several lines), or when the field is left. */
  onCommit(value: string): void;
  first?: boolean;
  note?: boolean;
}

/** Text that is written when the person is done with it, as one undoable step. Esc takes it back. */
export function TextInput(props: TextProps) {
  const [draft, setDraft] = useState(props.value);
  const latest = useRef({ draft, value: props.value, commit: props.onCommit });
  latest.current = { draft, value: props.value, commit: props.onCommit };
  const reverting = useRef(false);
  useEffect(() => setDraft(props.value), [props.value]);
  // Leaving by choosing another annotation unmounts the field before it loses the focus: what was typed must not go.
  useEffect(
    () => () => {
      const { draft: left, value, commit } = latest.current;
      if (left !== value && !reverting.current) commit(left);
    },
    [],
  );
  const commit = () => {
    if (reverting.current) reverting.current = false;
    else if (draft !== latest.current.value) props.onCommit(draft);
    latest.current = { ...latest.current, value: draft };
  };
  const common = {
    className: "field",
    "aria-label": props.label,
    placeholder: props.placeholder,
    value: draft,
    onBlur: commit,
    ...(props.first ? { "data-first-field": "" } : {}),
    ...(props.note ? { "data-note-field": "" } : {}),
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") {
      reverting.current = draft !== props.value;
      setDraft(props.value);
      editorPort()?.focus();
    } else if (event.key === "Enter" && (!props.multiline || !event.shiftKey)) {
      event.preventDefault();
      commit();
      editorPort()?.focus();
    }
  };
  if (props.multiline) {
    return (
      <textarea
        {...common}
        rows={Math.min(8, Math.max(2, Math.ceil(draft.length / 36)))}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
    );
  }
  return (
    <input
      {...common}
      type={props.type ?? "text"}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** One of a few values, all of them in sight. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; title: string }[];
  onChange(value: T): void;
  first?: boolean;
}) {
  return (
    <RadioGroup.Root
      className="segmented"
      aria-label={props.label}
      value={props.value}
      onValueChange={(value) => props.onChange(value as T)}
    >
      {props.options.map((option, index) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="segment"
          {...(props.first && index === 0 ? { "data-first-field": "" } : {})}
        >
          {option.title}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

/** One of many values. */
export function Choice(props: {
  label: string;
  value: string;
  options: readonly { value: string; title: string }[];
  onChange(value: string): void;
  ref?: Ref<HTMLSelectElement>;
}) {
  return (
    <select
      ref={props.ref}
      className="field"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {props.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.title}
        </option>
      ))}
    </select>
  );
}

export function Check({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
}) {
  const id = useId();
  return (
    <span className="check">
      <input id={id} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}

/** A linked thing: press to go there, the cross to unlink it. */
export function Chip(props: {
  title: string;
  color?: string | undefined;
  onPress(): void;
  onRemove?(): void;
  removeLabel?: string;
}) {
  return (
    <span className="chip">
      <button type="button" onClick={props.onPress}>
        {props.color === undefined ? null : <span className="dot" style={{ "--mark": props.color }} />}
        <span className="ellipsis">{props.title}</span>
      </button>
      {props.onRemove ? (
        <button
          type="button"
          className="chip-remove"
          aria-label={props.removeLabel ?? `Remove ${props.title}`}
          onClick={props.onRemove}
        >
          ×
        </button>
      ) : null}
    </span>
  );
}
