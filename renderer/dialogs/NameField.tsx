import { useState } from "react";
import { TextInput } from "../widgets/fields.tsx";

/** A name among others: it may be neither empty nor taken, and says so where it is. */
export function NameField(props: {
  label: string;
  value: string;
  others: readonly string[];
  onCommit(name: string): void;
}) {
  const [wrong, setWrong] = useState<string | null>(null);
  const commit = (text: string) => {
    const name = text.trim();
    const reason =
      name === ""
        ? "It needs a name."
        : name !== props.value && props.others.includes(name)
          ? `There is “${name}” already.`
          : null;
    setWrong(reason);
    if (reason === null && name !== props.value) props.onCommit(name);
  };
  return (
    <div className="name-field" data-name="">
      <TextInput label={props.label} value={props.value} onCommit={commit} />
      {wrong === null ? null : (
        <span className="form-error" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}
