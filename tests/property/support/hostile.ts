import { chance } from "../../support/chance.ts";

/** How many cases a sweep takes: `HOSTILE_CASES` multiplies it for a long run. */
export const casesOf = (count: number): number => count * Number(process.env.HOSTILE_CASES ?? 1);
export const seed = Number(process.env.HOSTILE_SEED ?? 20261124);

export type Random = () => number;
export const among = <T>(random: Random, list: readonly T[]): T => {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError("nothing to choose from");
  return found;
};

/** Runs `check` for each case with numbers of its own, so that one that fails can be run alone. */
export async function sweep(count: number, check: (random: Random, index: number) => unknown): Promise<void> {
  for (let index = 0; index < casesOf(count); index++) {
    try {
      await check(chance(seed + index), index);
    } catch (error) {
      throw new Error(`case ${index} of seed ${seed}`, { cause: error });
    }
  }
}

/** What a file may hold where something else is expected. */
export const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  -0,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "\u0000",
  "\ud800",
  "../../../../etc/passwd",
  "..\\..\\windows",
  "/etc/passwd",
  "C:\\Windows\\System32\\calc.exe",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "http://127.0.0.1:9/",
  "__proto__",
  "constructor",
  "$(touch pwned)",
  "`touch pwned`; touch pwned",
  "<script>globalThis.pwned = true</script>",
  '<img src=x onerror="globalThis.pwned=true">',
  "x".repeat(10_000),
  "e\u0301".repeat(2_000),
  "\u202e\u2066\ufeff",
  [],
  {},
  [[]],
  { __proto__: { polluted: true } },
  JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  { command: "touch pwned", args: ["-x"], url: "http://127.0.0.1:9/", run: true, toString: 1 },
];
const hostileStrings = hostileValues.filter((value) => typeof value === "string");

/** A copy of a JSON value with a few of its parts replaced, removed, doubled or swapped. */
export function mutated(value: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(value);
  const holder = { root: copy };
  for (let left = 1 + Math.floor(random() * 3); left > 0; left--) mutateOnce(holder, random);
  return holder.root;
}

function mutateOnce(holder: { root: unknown }, random: Random): void {
  const places = placesIn(holder);
  const { parent, key } = among(random, places);
  const record = parent as Record<string | number, unknown>;
  const roll = random();
  if (roll < 0.5) record[key] = structuredClone(among(random, hostileValues));
  else if (roll < 0.65 && key !== "root") delete record[key];
  else if (roll < 0.8) {
    const other = among(random, places);
    record[key] = structuredClone((other.parent as Record<string | number, unknown>)[other.key]);
  } else if (typeof record[key] === "number") record[key] = Number(record[key]) + Math.floor(random() * 9) - 4;
  else if (Array.isArray(record[key])) record[key] = [...record[key], ...structuredClone(record[key])];
  else if (typeof record[key] === "object" && record[key] !== null)
    Object.assign(record[key], {
      [among(random, hostileStrings).slice(0, 40)]: structuredClone(among(random, hostileValues)),
    });
  else record[key] = `${record[key]}${among(random, hostileStrings)}`;
}

interface Place {
  parent: object;
  key: string | number;
}

function placesIn(parent: object): Place[] {
  return Object.entries(parent).flatMap(([key, value]): Place[] => [
    { parent, key },
    ...(typeof value === "object" && value !== null ? placesIn(value) : []),
  ]);
}

/** Bytes with some of them flipped, cut, doubled or replaced. */
export function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const at = () => Math.floor(random() * bytes.length);
  const roll = random();
  if (roll < 0.2) return bytes.slice(0, at());
  if (roll < 0.3) return Buffer.concat([bytes.slice(0, at()), bytes.slice(at())]);
  const copy = bytes.slice();
  for (let left = 1 + Math.floor(random() * 20); left > 0; left--) copy[at()] = Math.floor(random() * 256);
  return copy;
}
