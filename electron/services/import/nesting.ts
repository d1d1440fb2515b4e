/** Elements that have no content, or whose end tag may be left out: an open one is no deeper level. */
const WITHOUT_END = new Set(
  `area base br col embed hr img input link meta source track wbr
  p li dt dd td th tr tbody thead tfoot colgroup option optgroup rt rp html head body`.split(/\s+/u),
);

const TAG = /<(\/?)([a-z][a-z0-9-]*)/giu;

/** More tags and entities than any article has: parsers need minutes for them. */
const MOST = 60_000;

/** Whether some markup has so many tags or entities that reading it would keep the program busy for long. */
export function isCrowded(markup: string, most = MOST): boolean {
  let found = 0;
  for (let at = 0; at < markup.length && found <= most; at++) {
    const char = markup.charCodeAt(at);
    if (char === LESS_THAN || char === AMPERSAND) found++;
  }
  return found > most;
}

const LESS_THAN = 0x3c;
const AMPERSAND = 0x26;

/** How deep the elements of some markup nest, seen before it is parsed: parsers need minutes for what is absurd. */
export function nestingOf(markup: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, slash, name] of markup.matchAll(TAG)) {
    if (WITHOUT_END.has((name ?? "").toLowerCase())) continue;
    depth = slash ? Math.max(0, depth - 1) : depth + 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
