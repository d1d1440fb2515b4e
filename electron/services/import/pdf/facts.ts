/** What a file says of itself (ISO 32000-1, 14.3.3 and Table 317), as the reader of PDF gives it. */
export interface Facts {
  title: string | null;
  author: string | null;
  /** ISO 8601. */
  created: string | null;
  language: string | null;
}

/** Titles that programs give by themselves. */
const OF_PROGRAM =
  /^(?:microsoft (?:word|powerpoint) - |untitled|unknown$|document\d*$|layout \d+$|print$)|^\S+\.(?:indd|docx?|odt|qxp|qxd|pdf|html?|tex|dvi|txt)$/iu;
const DATE =
  /^(?:D:)?(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?'?)?)?)?)?)?/u;

export function titleFrom(given: unknown): string | null {
  const title = plain(given);
  return title === null || OF_PROGRAM.test(title) ? null : title;
}

export const plain = (given: unknown): string | null =>
  typeof given === "string"
    ? given
        .toWellFormed()
        .replace(/[\p{Cc}\s]+/gu, " ")
        .trim() || null
    : null;

/** A date as PDF writes it, `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-1, 7.9.4); null where it has no day. */
export function dateFrom(given: unknown): string | null {
  if (typeof given !== "string") return null;
  const [, year, month, day, hour, minute, second = "00", utc, sign, hours, minutes = "00"] =
    DATE.exec(given.trim()) ?? [];
  if (!year || !month || !day || Number.isNaN(Date.parse(`${year}-${month}-${day}`))) return null;
  if (!hour || !minute || Number(hour) > 23 || Number(minute) > 59) return `${year}-${month}-${day}`;
  const zone =
    utc || (sign && Number(hours) === 0 && minutes === "00") ? "Z" : sign ? `${sign}${hours}:${minutes}` : "";
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}
