/** How names of files end that are read as articles, small letters, without the period. */
export const articleEndings = [
  ...(["txt", "text", "md", "markdown", "html", "htm", "docx", "pdf"] as const),
  ...(["eml", "rss", "atom", "newsml", "nitf", "zip"] as const),
] as const;
/** Endings of articles and of annotations: what is in the file decides. */
export const sharedEndings = ["xml", "jsonl", "ndjson"] as const;

const ofArticle = new RegExp(`\\.(?:${articleEndings.join("|")})$`, "i");
const ofEither = new RegExp(`\\.(?:${sharedEndings.join("|")})$`, "i");
export const isArticleName = (name: string): boolean => ofArticle.test(name);
/** Whether a file of that name may be articles, so that a person can choose it. */
export const mayBeArticle = (name: string): boolean => ofArticle.test(name) || ofEither.test(name);

const stemOf = (name: string) => name.replace(/\.[^.]*$/, "");

/** UTF-16 units that are enough of a file's start to tell what it holds. */
export const startUnits = 65_536;

const articleRoots = new Set(["rss", "feed", "rdf", "newsitem", "newsmessage", "packageitem", "nitf", "html"]);
/** Fields that lines of annotation tools have, and articles do not. */
const annotationFields =
  `spans entities relations label labels annotations tokens mentions quotes claims data cats answer
  accept predictions result completions _input_hash _task_hash format comments`.split(/\s+/);

/** Whether a file that may be either begins as articles do: a feed, news XML, or a line with a text and no annotations. */
export function startsAsArticle(start: string): boolean {
  const root = rootNameOf(start);
  if (root !== null) return articleRoots.has(root);
  const [line = ""] = start
    .replace(/^\uFEFF/, "")
    .trimStart()
    .split("\n", 1);
  // A line that is longer than the start cannot be parsed: its fields are looked for as they are written.
  const fields = fieldsOf(line) ?? Array.from(line.matchAll(/[{,]\s*"([^"\\]+)"\s*:/g), ([, name]) => name ?? "");
  return line.startsWith("{") && fields.length > 0 && !fields.some((name) => annotationFields.includes(name));
}

function fieldsOf(line: string): string[] | null {
  try {
    return Object.keys(JSON.parse(line));
  } catch {
    return null;
  }
}

const skipped: [begin: string, end: string][] = [
  ["<?", "?>"],
  ["<!--", "-->"],
  ["<!", ">"],
];

/** The name of an XML document's first element, without prefix and in small letters; null where it begins with none. */
export function rootNameOf(start: string): string | null {
  let at = start.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    while (/\s/.test(start.charAt(at))) at++;
    const [begin, end] = skipped.find(([mark]) => start.startsWith(mark, at)) ?? [null, ""];
    if (begin === null) break;
    const subset = begin === "<!" ? start.indexOf("[", at) : -1;
    const close = start.indexOf(">", at);
    const from = subset >= 0 && subset < close ? start.indexOf("]", subset) : at;
    const found = from < 0 ? -1 : start.indexOf(end, from);
    if (found < 0) return null;
    at = found + end.length;
  }
  return /^<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)/.exec(start.slice(at, at + 200))?.[1]?.toLowerCase() ?? null;
}

/** Tells articles from files of annotation tools among files that come together: a text beside a file of the same name
 *  belongs to what annotates it. `startOf` gives how a file begins, where its name does not tell. */
export async function sorted<F extends { name: string }>(
  files: readonly F[],
  startOf: (file: F) => Promise<string>,
): Promise<{ articles: F[]; exchange: F[] }> {
  const known = new Set<F>();
  for (const file of files) {
    if (isArticleName(file.name) || (ofEither.test(file.name) && startsAsArticle(await startOf(file)))) known.add(file);
  }
  const annotated = new Set(files.filter((file) => !known.has(file)).map(({ name }) => stemOf(name)));
  const isArticle = (file: F) => known.has(file) && !(/\.txt$/i.test(file.name) && annotated.has(stemOf(file.name)));
  return { articles: files.filter(isArticle), exchange: files.filter((one) => !isArticle(one)) };
}
