import { builtInSuggester, producerOf } from "./built-in.ts";
import { english } from "./english/pack.ts";
import type { LanguagePack } from "./language.ts";
import type { LocalSuggester } from "./suggester.ts";

const packs: readonly LanguagePack[] = [english];
/** Whether a suggestion's producer is built in, and makes it again whenever it is asked. */
export const isBuiltIn = (producer: string): boolean => packs.some((pack) => producerOf(pack) === producer);

const made = new Map<string, LocalSuggester>();

/** The built-in suggester for an article's language (a BCP 47 tag; null counts as English), or null where there is none. */
export function suggesterFor(language: string | null): LocalSuggester | null {
  const wanted = (language ?? "en").toLowerCase().split(/[-_]/)[0];
  const pack = packs.find((one) => one.language === wanted);
  if (!pack) return null;
  const known = made.get(pack.language) ?? builtInSuggester(pack);
  made.set(pack.language, known);
  return known;
}
