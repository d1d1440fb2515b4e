import { xmlAttributes, xmlText } from "../xml.ts";

export const link = (url: string, words: string): string =>
  `<a${xmlAttributes({ href: url, rel: "noreferrer" })}>${xmlText(words)}</a>`;

/** The place of an annotation in the text, to link to. */
export const anchorOf = (id: string): string => `a-${encodeURIComponent(id)}`;
