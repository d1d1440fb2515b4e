import { useEffect, useRef, useState } from "react";
import { saveSettings } from "../app/settings.ts";
import { store, useApp } from "../app/store.ts";
import { type Command, groups } from "../commands/command.ts";
import { commands } from "../commands/index.ts";
import { keyLabel, keyNames } from "../commands/keys.ts";
import { type Asked, chosenKey, holderOf, withKey, withoutKey, withSwappedKeys } from "./key-choice.ts";

/** Every command and its keys; any of them can be given another. */
export function KeySettings() {
  const app = useApp((state) => state);
  const [query, setQuery] = useState("");
  const [changing, setChanging] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const all = commands(app);
  const changed = Object.keys(app.settings.keys).length > 0;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (command: Command) => {
    const labels = command.keys.map((key) => keyLabel(key, app.platform)).join(" ");
    const text = `${command.title} ${command.group} ${command.keywords ?? ""} ${labels}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = all.filter(fits);

  useKeyCapture(changing, (event) => {
    setChanging(null);
    if (event.key === "Escape" || changing === null) return;
    const current = store.getState();
    const names = keyNames(event, current.platform === "darwin");
    const key = chosenKey(names);
    const all = commands(current);
    const command = all.find((one) => one.id === changing);
    if (!command || key === null) return setAsked({ command: changing, key: null, holder: null });
    const holder = holderOf(all, command, names);
    if (holder) setAsked({ command: changing, key, holder: holder.id });
    else void saveSettings({ keys: withKey(current.settings.keys, defaults(), command.id, key) });
  });

  const change = (id: string) => {
    setAsked(null);
    setChanging(id);
  };

  return (
    <section className="form-section" aria-label="Keys">
      <h3>Keys</h3>
      <div className="keys-head">
        <input
          className="field"
          type="search"
          aria-label="Search commands and keys"
          placeholder="Search commands and keys"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={!changed}
          onClick={() => {
            setAsked(null);
            void saveSettings({ keys: {} });
          }}
        >
          Reset all
        </button>
      </div>
      <div className="keys-list">
        {groups.map((group) => {
          const own = found.filter((command) => command.group === group);
          return own.length === 0 ? null : (
            <section key={group} aria-label={group}>
              <h4>{group}</h4>
              <ul>
                {own.map((command) => (
                  <KeyRow
                    key={command.id}
                    command={command}
                    waiting={changing === command.id}
                    own={command.id in app.settings.keys}
                    platform={app.platform}
                    onChange={() => change(command.id)}
                    onReset={() => void saveSettings({ keys: withoutKey(app.settings.keys, command.id) })}
                  >
                    {asked?.command === command.id ? (
                      <Question
                        asked={asked}
                        holder={all.find((one) => one.id === asked.holder)}
                        platform={app.platform}
                        onSwap={(key, holder) => {
                          setAsked(null);
                          void saveSettings({
                            keys: withSwappedKeys(app.settings.keys, defaults(), command, key, holder),
                          });
                        }}
                        onKeep={() => setAsked(null)}
                        onOther={() => change(command.id)}
                      />
                    ) : null}
                  </KeyRow>
                ))}
              </ul>
            </section>
          );
        })}
        {found.length === 0 ? <p className="hint pad">No command is called that.</p> : null}
      </div>
    </section>
  );
}

/** The commands with the keys that they come with. */
function defaults(): readonly Command[] {
  const app = store.getState();
  return commands({ ...app, settings: { ...app.settings, keys: {} } });
}

/** While a command waits for its key, the next key press goes there and nowhere else. */
function useKeyCapture(waiting: string | null, onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    if (waiting === null) return;
    const press = (event: KeyboardEvent) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.isComposing && !modifiers.has(event.key)) latest.current(event);
    };
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, [waiting]);
}

const modifiers = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock", "Fn", "Dead"]);

function KeyRow(props: {
  command: Command;
  waiting: boolean;
  /** Whether its keys are this person's choice. */
  own: boolean;
  platform: string;
  onChange(): void;
  onReset(): void;
  children: React.ReactNode;
}) {
  const { command, waiting } = props;
  return (
    <li className="key-row">
      <span>{command.title}</span>
      <span className="key-row-keys">
        {waiting ? (
          <span className="key-waiting" role="status">
            Press the key (Esc: keep)
          </span>
        ) : (
          command.keys.map((key) => <kbd key={key}>{keyLabel(key, props.platform)}</kbd>)
        )}
      </span>
      <span className="key-row-actions">
        {props.own ? (
          <button
            type="button"
            className="link-button"
            aria-label={`Reset the key of ${command.title}`}
            onClick={props.onReset}
          >
            Reset
          </button>
        ) : null}
        <button
          type="button"
          className="link-button"
          aria-label={`Change the key of ${command.title}`}
          onClick={props.onChange}
        >
          Change
        </button>
      </span>
      {props.children}
    </li>
  );
}

function Question(props: {
  asked: Asked;
  holder: Command | undefined;
  platform: string;
  onSwap(key: string, holder: Command): void;
  onKeep(): void;
  onOther(): void;
}) {
  const { asked, holder } = props;
  const { key } = asked;
  return (
    <div className="inline-question" role="alert">
      {key === null || !holder ? (
        <p>This key moves the page or the focus everywhere, so no command can have it.</p>
      ) : (
        <p>
          <kbd>{keyLabel(key, props.platform)}</kbd> is the key of “{holder.title}”.
        </p>
      )}
      {key === null || !holder ? null : (
        <button type="button" className="button" onClick={() => props.onSwap(key, holder)}>
          Swap their keys
        </button>
      )}
      <button type="button" className="button" onClick={props.onOther}>
        Another key
      </button>
      <button type="button" className="button" onClick={props.onKeep}>
        Leave it
      </button>
    </div>
  );
}
