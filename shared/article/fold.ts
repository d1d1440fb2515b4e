import { normaliseSpaces } from "./spaces.ts";

/** A name or title in the form in which it is compared and found: without accents, case and double spaces,
 *  and with one form of apostrophe. */
export function fold(text: string): string {
  const plain = ASCII.test(text)
    ? text
    : text
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .replace(/[’‘]/gu, "'");
  return normaliseSpaces(plain).replace(/ {2,}/g, " ").toLowerCase().trim();
}

const ASCII = /^[\x20-\x7e]*$/;
