/** How a column of tags says where a name begins and ends. */
export type TagScheme = "BIO" | "IOB1" | "BILOU" | "IOBES";

/** Tokens from `first` to `last`, both in it, that are one name. */
export interface TaggedSpan {
  first: number;
  last: number;
  label: string;
}

/** What a column uses: BILOU and IOBES by their letters, IOB1 where a name begins with I. */
export function schemeOfTags(tags: readonly string[]): TagScheme {
  const letters = new Set(tags.map((tag) => tag.charAt(0)));
  if (letters.has("U") || letters.has("L")) return "BILOU";
  if (letters.has("S") || letters.has("E")) return "IOBES";
  const begins = tags.some((tag, at) => tag.startsWith("I-") && (tags[at - 1] ?? "O") === "O");
  return begins ? "IOB1" : "BIO";
}

/** The names of one sentence. Tags that break the scheme are read as people mean them: a new label begins a name. */
export function spansOfTags(tags: readonly string[]): TaggedSpan[] {
  const spans: TaggedSpan[] = [];
  let open: TaggedSpan | null = null;
  tags.forEach((tag, at) => {
    const letter = tag.charAt(0);
    const label = tag.slice(2);
    if (tag.charAt(1) !== "-" || label === "" || letter === "O") {
      open = null;
      return;
    }
    if (open && open.label === label && "ILE".includes(letter)) open.last = at;
    else {
      open = { first: at, last: at, label };
      spans.push(open);
    }
    if ("LEUS".includes(letter)) open = null;
  });
  return spans;
}

/** The tags of `count` tokens of one sentence. Spans must not overlap. */
export function tagsOfSpans(count: number, spans: readonly TaggedSpan[], scheme: TagScheme): string[] {
  const tags = new Array<string>(count).fill("O");
  const [single, end] = scheme === "BILOU" ? ["U", "L"] : scheme === "IOBES" ? ["S", "E"] : ["B", "I"];
  const sorted = [...spans].sort((a, b) => a.first - b.first);
  sorted.forEach(({ first, last, label }, at) => {
    const before = sorted[at - 1];
    const touches = before !== undefined && before.last === first - 1 && before.label === label;
    for (let token = first; token <= last; token++) {
      const letter = token > first ? (token === last ? end : "I") : first === last ? single : "B";
      tags[token] = `${scheme === "IOB1" && !touches ? "I" : letter}-${label}`;
    }
  });
  return tags;
}
