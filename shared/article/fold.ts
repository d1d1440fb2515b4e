import { normaliseSpaces } from "./spaces.ts";

/** A name or title in the form in which it is compared and found: without accents, case and double spaces. */
export const fold = (text: string): string =>
  normaliseSpaces(text.normalize("NFKD").replace(/\p{M}+/gu, ""))
    .toLowerCase()
    .trim();
