import type { Settings } from "../../shared/host/contract.ts";
import type { Command } from "../commands/command.ts";

type Keys = Settings["keys"];

/** What the settings ask before a key changes hands. `key: null` is one that no command can have. */
export interface Asked {
  command: string;
  key: string | null;
  holder: string | null;
}

/** Space scrolls and presses buttons. */
const never = new Set([" ", "Shift+ "]);

/** The name to keep of those that a key press has: a sign that Shift types is kept as what it types, so that it is the
 *  same key on every layout. */
export function chosenKey(names: readonly string[]): string | null {
  const [first, typed] = names;
  if (first === undefined || names.some((name) => never.has(name))) return null;
  const sign = typed !== undefined && first.includes("Shift+") && first.replace("Shift+", "") === typed;
  return sign ? typed : first;
}

/** The other command that a key press would run now, also with Alt where it takes the selection exactly. */
export function holderOf(all: readonly Command[], command: Command, names: readonly string[]): Command | null {
  const exactly = (one: Command, wanted: readonly string[]) =>
    one.takesExact === true && wanted.some((name) => name.startsWith("Alt+") && one.keys.includes(name.slice(4)));
  const own = command.takesExact ? names.map((name) => `Alt+${name}`) : [];
  const taken = (one: Command) =>
    one.keys.some((key) => names.includes(key) || own.includes(key)) || exactly(one, names);
  return all.find((one) => one.id !== command.id && taken(one)) ?? null;
}

export const withoutKey = (keys: Keys, id: string): Keys =>
  Object.fromEntries(Object.entries(keys).filter(([command]) => command !== id));

/** Settings say only what differs from the keys that the commands come with. */
function withKeys(keys: Keys, defaults: readonly Command[], id: string, wanted: readonly string[]): Keys {
  const usual = defaults.find((command) => command.id === id)?.keys ?? [];
  const same = usual.length === wanted.length && usual.every((key, index) => key === wanted[index]);
  return same ? withoutKey(keys, id) : { ...keys, [id]: [...wanted] };
}

export const withKey = (keys: Keys, defaults: readonly Command[], id: string, key: string): Keys =>
  withKeys(keys, defaults, id, [key]);

/** Gives `key` to a command, and that command's first key to the one that had it. */
export function withSwappedKeys(
  keys: Keys,
  defaults: readonly Command[],
  command: Command,
  key: string,
  holder: Command,
): Keys {
  const [given] = command.keys;
  const left = holder.keys.includes(key) ? holder.keys.filter((one) => one !== key) : holder.keys.slice(1);
  const next = withKeys(keys, defaults, command.id, [key]);
  return withKeys(next, defaults, holder.id, given === undefined ? left : [given, ...left]);
}
