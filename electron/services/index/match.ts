import type { SearchQuery, Term } from "../../../shared/search/query.ts";

/** A query in the language of FTS5. Every term is a quoted string, so that nothing typed has another meaning there. */
export function matchOf({ clauses, excluded }: SearchQuery): string {
  const wanted = clauses.map(oneOf).join(" AND ");
  return excluded.length === 0 ? wanted : `(${wanted}) NOT ${oneOf(excluded)}`;
}

const oneOf = (terms: readonly Term[]): string => `(${terms.map(quoted).join(" OR ")})`;
const quoted = ({ words, isPrefix }: Term): string => `"${words.replaceAll('"', '""')}"${isPrefix ? " *" : ""}`;
