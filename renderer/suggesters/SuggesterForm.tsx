import { nanoid } from "nanoid";
import { type ReactNode, useState } from "react";
import { type ReachKind, type SuggesterList, suggesterSchema } from "../../shared/host/suggesters.ts";
import { focusFirst } from "../dialogs/focus.ts";
import { Check, Segmented } from "../widgets/fields.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { changeSuggesters } from "./asking.ts";
import "../dialogs/forms.css";
import "./suggesters.css";

type Known = SuggesterList["suggesters"][number];

interface Draft {
  name: string;
  kind: ReachKind;
  program: string;
  arguments: string;
  address: string;
  model: string;
  seconds: string;
  sendsRegister: boolean;
  enabled: boolean;
  key: string;
}

const kinds = [
  { value: "command", title: "Command" },
  { value: "http", title: "Address" },
  { value: "chat", title: "Language model" },
] as const;

const hints = {
  command: "A program of this machine that speaks the protocol of docs/suggesters.md. No shell reads its arguments.",
  http: "A web address that speaks the protocol of docs/suggesters.md: https://, or http:// on this machine.",
  chat: "An OpenAI-compatible chat endpoint. What it quotes is looked for in the text; what is not there is left out.",
} as const;

function draftOf(known: Known | null): Draft {
  const reach = known?.reach;
  return {
    name: known?.name ?? "",
    kind: reach?.kind ?? "http",
    program: reach?.kind === "command" ? reach.program : "",
    arguments: reach?.kind === "command" ? reach.arguments.join("\n") : "",
    address: reach && reach.kind !== "command" ? reach.address : "",
    model: reach?.kind === "chat" ? reach.model : "",
    seconds: String(known?.seconds ?? 120),
    sendsRegister: known?.sendsRegister ?? false,
    enabled: known?.enabled ?? false,
    key: "",
  };
}

/** The draft as settings, or what is wrong with it by field. */
function parse(draft: Draft, id: string) {
  const { kind, program, address, model } = draft;
  const words = draft.arguments.split("\n").filter((line) => line !== "");
  const reach =
    kind === "command"
      ? { kind, program, arguments: words }
      : kind === "http"
        ? { kind, address }
        : { kind, address, model };
  const { name, sendsRegister, enabled } = draft;
  const parsed = suggesterSchema.safeParse({ id, name, reach, sendsRegister, enabled, seconds: Number(draft.seconds) });
  const errors = new Map(
    parsed.error?.issues.map(({ path, message }) => [String(path[0] === "reach" ? path[1] : path[0]), message]),
  );
  return { settings: parsed.data, errors };
}

/** Adds a suggester, or changes one. */
export function SuggesterForm(props: { before: Known | null; list: SuggesterList; onClose(): void }) {
  const { before, list, onClose } = props;
  const [id] = useState(before?.id ?? nanoid());
  const [draft, setDraft] = useState(draftOf(before));
  const [tried, setTried] = useState(false);
  const { settings, errors } = parse(draft, id);
  const set = (change: Partial<Draft>) => setDraft((known) => ({ ...known, ...change }));
  const errorOf = (field: string) => (tried ? errors.get(field) : undefined);
  async function save(): Promise<void> {
    setTried(true);
    if (!settings) return;
    const key = draft.key.trim();
    const params = { suggester: settings, ...(key === "" ? {} : { key }) };
    if (await changeSuggesters("suggesters.save", params)) onClose();
  }
  const isWeb = draft.kind !== "command";
  return (
    <Modal
      title={before ? `Edit ${before.name}` : "Add a suggester"}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="button" onClick={onClose}>
            Back
          </button>
          <button type="button" className="button primary" onClick={() => void save()}>
            Save
          </button>
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Text label="Name" value={draft.name} error={errorOf("name")} first onChange={(name) => set({ name })} />
        <div className="form-field">
          What it is
          <Segmented label="What it is" value={draft.kind} options={kinds} onChange={(kind) => set({ kind })} />
          <span className="hint">{hints[draft.kind]}</span>
        </div>
        {isWeb ? (
          <Text
            label="Address"
            value={draft.address}
            error={errorOf("address")}
            onChange={(address) => set({ address })}
          />
        ) : (
          <>
            {list.takesCommands ? null : (
              <p className="form-error">
                A window in a browser may not name commands. Start the program with --allow-commands to add one.
              </p>
            )}
            <Text
              label="Program"
              value={draft.program}
              error={errorOf("program")}
              onChange={(program) => set({ program })}
            />
            <label>
              Arguments, one a line
              <textarea
                className="field"
                rows={3}
                value={draft.arguments}
                onChange={(event) => set({ arguments: event.target.value })}
              />
            </label>
          </>
        )}
        {draft.kind === "chat" ? (
          <Text label="Model" value={draft.model} error={errorOf("model")} onChange={(model) => set({ model })} />
        ) : null}
        {isWeb ? <KeyField id={id} list={list} value={draft.key} onChange={(key) => set({ key })} /> : null}
        <Text
          label="Seconds to wait for an answer"
          value={draft.seconds}
          error={errorOf("seconds")}
          onChange={(seconds) => set({ seconds })}
        />
        <Check
          label="Send the names in the project's register with the article"
          checked={draft.sendsRegister}
          onChange={(sendsRegister) => set({ sendsRegister })}
        />
        <Check
          label="On: offer it among the commands"
          checked={draft.enabled}
          onChange={(enabled) => set({ enabled })}
        />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Modal>
  );
}

function KeyField(props: { id: string; list: SuggesterList; value: string; onChange(key: string): void }) {
  const { id, list } = props;
  const known = list.suggesters.find((one) => one.id === id);
  const has = known !== undefined && known.key !== "none";
  const forget = () => {
    if (!known) return;
    const { key: _key, ...suggester } = known;
    void changeSuggesters("suggesters.save", { suggester, key: null });
  };
  return (
    <div className="form-field">
      <Text
        label="Key"
        type="password"
        value={props.value}
        placeholder={has ? "It has one. Another takes its place." : "Only if it asks for one"}
        onChange={props.onChange}
      />
      <span className="hint">
        {list.keepsKeys
          ? "Kept in the system's secure storage, never shown again, and given to no other address."
          : "No secure storage here: it is kept in memory until the program ends, never shown again, and given to no other address."}
      </span>
      {has ? (
        <span>
          <button type="button" className="button" onClick={forget}>
            Forget the key
          </button>
        </span>
      ) : null}
    </div>
  );
}

function Text(props: {
  label: string;
  value: string;
  error?: ReactNode;
  first?: boolean;
  type?: "password";
  placeholder?: string;
  onChange(value: string): void;
}) {
  return (
    <label>
      {props.label}
      <input
        {...(props.first ? { ref: focusFirst } : {})}
        className="field"
        type={props.type ?? "text"}
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder}
        aria-invalid={props.error !== undefined}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.error === undefined ? null : (
        <span className="form-error" role="alert">
          {props.error}
        </span>
      )}
    </label>
  );
}
