import { xmlAttributes, xmlText } from "../xml.ts";

/** An address that is safe to link to: of the web, not a script's. */
export const webAddress = (url: string | null): string | null =>
  url !== null && /^https?:\/\//i.test(url) ? url : null;

export const link = (url: string, words: string): string =>
  `<a${xmlAttributes({ href: url, rel: "noreferrer" })}>${xmlText(words)}</a>`;

/** The place of an annotation in the text, to link to. */
export const anchorOf = (id: string): string => `a-${encodeURIComponent(id)}`;
