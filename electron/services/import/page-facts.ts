/** What a web page says about its article, for machines: JSON-LD first, then meta elements. */
export type PageFacts = {
  title: string | null;
  byline: string | null;
  publisher: string | null;
  date: string | null;
  url: string | null;
  language: string | null;
};

type Json = Record<string, unknown>;

const ARTICLE_TYPE = /Article$|^BlogPosting$|^Report$/u;
const AUTHOR_PREFIX = /^\s*by\s+/iu;

export function factsOf(page: Document): PageFacts {
  const article = jsonLdArticle(page);
  const meta = (...names: string[]) => metaContent(page, names);
  return {
    title: textIn(article?.headline) ?? meta("og:title", "twitter:title", "dc.title"),
    byline: withoutBy(namesIn(article?.author) ?? meta("author", "article:author", "parsely-author", "dc.creator")),
    publisher: namesIn(article?.publisher) ?? meta("og:site_name", "application-name", "dc.publisher"),
    date:
      textIn(article?.datePublished) ??
      meta("article:published_time", "datepublished", "parsely-pub-date", "pubdate", "dc.date", "date") ??
      attribute(page, "time[datetime]", "datetime"),
    url:
      attribute(page, 'link[rel="canonical"]', "href") ??
      meta("og:url") ??
      textIn(article?.url) ??
      textIn(asObject(article?.mainEntityOfPage)?.["@id"]),
    language: languageOf(page) ?? textIn(article?.inLanguage) ?? meta("og:locale")?.replace("_", "-") ?? null,
  };
}

function languageOf(page: Document): string | null {
  return page.documentElement.getAttribute("lang")?.trim() || page.documentElement.getAttribute("xml:lang") || null;
}

function jsonLdArticle(page: Document): Json | null {
  const scripts = Array.from(page.querySelectorAll('script[type="application/ld+json"]'));
  return scripts.flatMap((script) => objectsIn(parseJson(script.textContent ?? ""))).find(isArticle) ?? null;
}

/** The objects of a JSON-LD block: a single one, a list, or a `@graph`. */
function objectsIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  const object = asObject(value);
  return object ? [object, ...objectsIn(object["@graph"])] : [];
}

function isArticle(object: Json): boolean {
  return [object["@type"]].flat().some((type) => typeof type === "string" && ARTICLE_TYPE.test(type));
}

/** A name, an object with a name, or a list of either, as one line. */
function namesIn(value: unknown): string | null {
  const names = [value].flat().flatMap((one) => textIn(one) ?? textIn(asObject(one)?.name) ?? []);
  return names.length > 0 ? names.join(", ") : null;
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function asObject(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function metaContent(page: Document, names: string[]): string | null {
  const metas = Array.from(page.querySelectorAll("meta"));
  for (const name of names) {
    const found = metas.find((meta) => nameOf(meta) === name && textIn(meta.getAttribute("content")));
    if (found) return textIn(found.getAttribute("content"));
  }
  return null;
}

function nameOf(meta: Element): string {
  const name = meta.getAttribute("property") ?? meta.getAttribute("name") ?? meta.getAttribute("itemprop");
  return (name ?? "").toLowerCase();
}

function attribute(page: Document, selector: string, name: string): string | null {
  return textIn(page.querySelector(selector)?.getAttribute(name));
}

function withoutBy(byline: string | null): string | null {
  return byline?.replace(AUTHOR_PREFIX, "") ?? null;
}
