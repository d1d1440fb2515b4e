const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MAIL_DATE =
  /(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*([+-]\d{4}|[a-z]{1,4})?/iu;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$/u;
const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/u;

/** Hours from Greenwich that RFC 5322 gives the old names of zones. */
const ZONES: Record<string, string> = {
  ut: "Z",
  gmt: "Z",
  utc: "Z",
  z: "Z",
  est: "-05:00",
  edt: "-04:00",
  cst: "-06:00",
  cdt: "-05:00",
  mst: "-07:00",
  mdt: "-06:00",
  pst: "-08:00",
  pdt: "-07:00",
};

/** A date as feeds (RFC 822), mail (RFC 5322), NITF (ISO 8601 without hyphens) and everybody else (ISO 8601) write it, in
 *  ISO 8601 with the zone that it was written in; null where it is none of these. */
export function isoDateOf(text: string | null | undefined): string | null {
  const date = text?.trim() ?? "";
  if (ISO.test(date)) return date;
  return compactDate(date) ?? mailDate(date);
}

function compactDate(date: string): string | null {
  const [found, year, month, day, hour, minute, second = "00", zone = ""] = COMPACT.exec(date) ?? [];
  if (found === undefined) return null;
  if (hour === undefined) return `${year}-${month}-${day}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.replace(/^([+-]\d{2})(\d{2})$/u, "$1:$2")}`;
}

function mailDate(date: string): string | null {
  const [, day = "", name = "", year = "", hour, minute, second = "00", zone = ""] = MAIL_DATE.exec(date) ?? [];
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  if (month === 0) return null;
  const century = year.length === 4 ? "" : Number(year) < 50 ? "20" : "19";
  const at = `${century}${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (hour === undefined) return at;
  const offset = /^[+-]/u.test(zone) ? zone.replace(/(\d{2})$/u, ":$1") : (ZONES[zone.toLowerCase()] ?? "");
  return `${at}T${hour.padStart(2, "0")}:${minute}:${second}${offset}`;
}
