import { normaliseSpaces } from "../article/spaces.ts";

/** A word, a run of white space or a single other character, with its place in UTF-16 units. */
export interface Token {
  start: number;
  end: number;
  /** What it is compared by: its own characters, every kind of white space alike. */
  key: string;
}

/** A possessive ending is a token of its own, so that the name before it can be found alone. */
const TOKEN = /['’][sS](?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:['’](?![sS](?![\p{L}\p{N}]))[\p{L}\p{N}\p{M}]+)*|\s+|./gsu;
const WORD = /^[\p{L}\p{N}]/u;

/** The tokens of a stretch of text; together they are all of it. */
export function tokensIn(text: string, start: number, end: number): Token[] {
  return Array.from(normaliseSpaces(text.slice(start, end)).matchAll(TOKEN), ({ 0: key, index }) => ({
    start: start + index,
    end: start + index + key.length,
    key,
  }));
}

export const isWord = (key: string): boolean => WORD.test(key);

/** How much of a text counts when its parts are weighed against each other: its characters that are not white space. */
export const weightOf = (text: string): number => text.replace(/\s+/gu, "").length;
