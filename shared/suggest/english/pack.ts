import type { LanguagePack } from "../language.ts";
import { claims } from "./claims.ts";
import { chainVerbs, cueAdjectives, cueNouns, cueVerbs, lightVerbs, sourcePhrases } from "./cues.ts";
import { groups } from "./groups.ts";
import { inflect } from "./inflection.ts";
import { names } from "./names.ts";
import { words } from "./words.ts";

export const english: LanguagePack = {
  language: "en",
  words,
  groups,
  names,
  claims,
  cueVerbs,
  cueAdjectives,
  cueNouns,
  lightVerbs,
  chainVerbs,
  sourcePhrases,
  inflect,
};
