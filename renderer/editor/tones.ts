import type { Scheme } from "../../shared/annotation/records.ts";

/** Lines below the text that underlines can take; more than these lie on the last. */
const lanes = 24;

/** The class that gives a mark its entity type's colour. */
export const toneClass = (color: string): string => ` tone-${color.slice(1).toLowerCase()}`;

/** The class that puts a mark's underline into a lane. */
export const laneClass = (lane: number): string => (lane === 0 ? "" : ` lane-${Math.min(lane, lanes)}`);

const sheet = typeof CSSStyleSheet === "undefined" ? null : new CSSStyleSheet();
const known = new Set<string>();

/** Has the document know the colours of a scheme. Rules that all marks share cost a long article far less than a style on
 *  each of them. */
export function showTones({ entityTypes }: Scheme): void {
  if (!sheet) return;
  if (!document.adoptedStyleSheets.includes(sheet)) {
    for (let lane = 1; lane <= lanes; lane += 1) sheet.insertRule(`.lane-${lane} { --lane: ${lane} }`);
    document.adoptedStyleSheets.push(sheet);
  }
  for (const { color } of entityTypes) {
    if (known.has(color)) continue;
    known.add(color);
    sheet.insertRule(`.${toneClass(color).trim()} { --mark: ${color} }`);
  }
}
