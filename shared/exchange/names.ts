import { fingerprint } from "./extension.ts";

/** The name of the files of an article, without ending: safe on every system, and never the same for two ids. */
export function fileStem(id: string): string {
  const safe = Array.from(id, (character) =>
    /[\p{L}\p{N}_-]/u.test(character) || character === "." ? character : encodeURIComponent(character.toWellFormed()),
  ).join("");
  const shown = safe.replace(/^\./, "%2E").replace(/[*'()!~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const name = shown.replace(/\.$/, "%2E");
  return name.length > 120 ? `${name.slice(0, 110)}~${fingerprint(id)}` : name;
}

/** The id that a file's name without its ending says. */
export function idOfStem(stem: string): string {
  try {
    return decodeURIComponent(stem);
  } catch {
    return stem;
  }
}
