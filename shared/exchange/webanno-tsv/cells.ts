/** Signs that mean something in a cell, and what stands for each as part of a value.
 *  https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_webannotsv */
const signs: readonly (readonly [string, string])[] = [
  ["\\", "\\\\"],
  ["[", "\\["],
  ["]", "\\]"],
  ["|", "\\|"],
  ["_", "\\_"],
  ["->", "\\->"],
  [";", "\\;"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["*", "\\*"],
];
const escapeOf = new Map(signs);
const controls: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", b: "\b" };

export const escaped = (value: string): string =>
  value.replace(/->|[\\[\]|_;\t\n\r*]/g, (sign) => escapeOf.get(sign) ?? sign);
export const unescaped = (text: string): string =>
  text.replace(/\\(->|[\s\S])/g, (_, sign: string) => controls[sign] ?? sign);

/** A text as the line after `#Text=` has it. */
export const escapedText = (text: string): string => text.replace(/[\\\n\r\t]/g, (sign) => escapeOf.get(sign) ?? sign);

/** The parts of a cell between signs that are not escaped. */
export function partsOf(cell: string, sign: "|" | ";"): string[] {
  const parts = [""];
  for (let at = 0; at < cell.length; at++) {
    const character = cell.charAt(at);
    if (character === sign) parts.push("");
    else {
      const piece = character === "\\" ? cell.slice(at, at + 2) : character;
      parts[parts.length - 1] += piece;
      at += piece.length - 1;
    }
  }
  return parts;
}

/** A part of a cell without the number in brackets that tells annotations apart; null where it has none. */
export function withoutNumber(part: string): { text: string; number: number | null } {
  const match = /^([\s\S]*?)(\\*)\[(\d+)\]$/.exec(part);
  if (!match || (match[2] ?? "").length % 2 === 1) return { text: part, number: null };
  return { text: `${match[1]}${match[2]}`, number: Number(match[3]) };
}

/** What a part says: nothing (`_`), an empty value (`*`), or a value. */
export function meaningOf(text: string): string | null | undefined {
  if (text === "_") return undefined;
  return text === "*" ? null : unescaped(text);
}
