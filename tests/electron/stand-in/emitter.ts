import { EventEmitter } from "node:events";

/** An emitter that refuses events which Electron never emits: a misspelt name would wait for ever. */
export class Emitter extends EventEmitter {
  readonly #known: ReadonlySet<string>;

  constructor(known: readonly string[]) {
    super();
    this.#known = new Set([...known, "newListener"]);
    super.on("newListener", (name) => {
      if (typeof name === "string" && !this.#known.has(name))
        throw new TypeError(`Electron has no event “${name}” here`);
    });
  }
}

/** Electron's event object, as far as anybody asks it: whether the default was prevented. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault = (): void => {
    this.defaultPrevented = true;
  };
}

/** Refuses what the real thing would ignore or misread without a word. */
export function onlyKnownKeys(what: string, given: object, known: readonly string[]): void {
  const strange = Object.keys(given).filter((key) => !known.includes(key));
  if (strange.length > 0) throw new TypeError(`${what} does not have ${strange.join(", ")}`);
}
