import { webAddressOf } from "../../article/web-address.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import { cut, type Fragment, marked } from "../fragments.ts";
import { claimLabel, cueLabel, quoteLabel, type Region, regionsOf } from "../regions.ts";
import { xmlAttributes, xmlText } from "../xml.ts";
import { anchorOf, link } from "./links.ts";
import { style } from "./style.ts";
import { tablesOf } from "./tables.ts";

const policy = "default-src 'none'; style-src 'unsafe-inline'";

/** The report on an article: one page that needs nothing else, neither scripts nor a network. */
export function pageOf(file: AnnotationFile): string {
  const { article, scheme } = file;
  const facts = [article.publisher, article.byline, article.date].filter((fact) => fact !== null && fact !== "");
  const source = webAddressOf(article.url);
  const count = (list: readonly unknown[], one: string) => `${list.length} ${one}${list.length === 1 ? "" : "s"}`;
  const counts = [count(file.mentions, "mention"), count(file.quotes, "quote"), count(file.claims, "claim")].join(", ");
  const used = new Set(file.entities.map(({ type }) => type));
  const types = scheme.entityTypes.filter(({ id }) => used.has(id));
  const toneOf = (type: string) => types.findIndex(({ id }) => id === type);
  const headed = article.blocks[0]?.kind === "headline";
  return [
    "<!doctype html>",
    `<html${xmlAttributes({ lang: article.language })}>`,
    "<head>",
    '<meta charset="utf-8">',
    `<meta${xmlAttributes({ "http-equiv": "Content-Security-Policy", content: policy })}>`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="generator" content="Onrecord">',
    `<title>${xmlText(article.title)}</title>`,
    `<style>${style}${types.map(({ color }, at) => `.t${at} { --mark: ${color}; }`).join("\n")}</style>`,
    "</head>",
    "<body>",
    "<header>",
    headed ? "" : `<h1>${xmlText(article.title)}</h1>`,
    `<p class="meta">${[...facts.map((fact) => xmlText(String(fact))), ...(source ? [link(source, "Source")] : []), counts].join(" · ")}</p>`,
    `<p class="legend">${types.map(({ id }, at) => `<span><span class="dot t${at}"></span>${xmlText(id)}</span>`).join("")}<span><span class="quote">quote</span></span><span><span class="cue">cue</span></span><span><span class="claim">claim</span></span></p>`,
    "</header>",
    "<main>",
    `<article aria-label="${xmlText(article.title)}">`,
    ...blocksOf(file, toneOf),
    "</article>",
    `<section class="tables" aria-label="What is said, claimed and named">${tablesOf(file, toneOf)}</section>`,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function blocksOf(file: AnnotationFile, toneOf: (type: string) => number): string[] {
  const { article } = file;
  const characters = Array.from(article.text);
  const fragments = cut(regionsOf(file).regions, article.blocks);
  const inBlock = Map.groupBy(fragments, ({ block }) => block);
  const open = opening(file, fragments, toneOf);
  const words = (start: number, end: number) => xmlText(characters.slice(start, end).join(""));
  const element = (fragment: Fragment, inside: string) => {
    const { after, attributes } = open(fragment);
    return `<span${xmlAttributes(attributes)}>${inside}</span>${after}`;
  };
  return article.blocks.map((block) => {
    const tags: Record<string, string> = { headline: "h1", heading: "h2", quote: "blockquote" };
    const tag = tags[block.kind] ?? "p";
    return `<${tag} class="block ${xmlText(block.kind)}">${marked(inBlock.get(block) ?? [], block, words, element)}</${tag}>`;
  });
}

interface Opening {
  after: string;
  attributes: Record<string, string | null>;
}

/** What stands around a part of an annotation: its element, what a pointer over it says, and on its last part a number
 *  that leads to the table. */
function opening(
  file: AnnotationFile,
  fragments: readonly Fragment[],
  toneOf: (type: string) => number,
): (fragment: Fragment) => Opening {
  const last = new Map(fragments.map((fragment) => [fragment.region.id, fragment]));
  const number = (list: readonly { id: string }[]) => new Map(list.map(({ id }, at) => [id, at + 1]));
  const [quotes, claims] = [number(file.quotes), number(file.claims)];
  const mentions = new Map(file.mentions.map((mention) => [mention.id, mention]));
  const entities = new Map(file.entities.map((entity) => [entity.id, entity]));
  const numbered = (kind: "q" | "c", at: number | undefined, what: string) =>
    at === undefined
      ? ""
      : `<a class="number ${kind}" href="#${kind}${at}" aria-label="${what} ${at}">${kind === "q" ? "" : "c"}${at}</a>`;
  const said = (region: Region): { class: string; title: string; after: string } => {
    const { id, label } = region;
    const mention = mentions.get(id);
    if (mention) {
      const entity = entities.get(mention.entity ?? "");
      const tone = entity ? toneOf(entity.type) : -1;
      const classes = `mention ${mention.form}${tone >= 0 ? ` t${tone}` : ""}${entity ? "" : " unlinked"}`;
      return {
        class: classes,
        title: entity ? `${entity.type}: ${entity.name}` : "nobody said whom this names",
        after: "",
      };
    }
    if (label === quoteLabel) return { class: "quote", title: "quote", after: numbered("q", quotes.get(id), "Quote") };
    if (label === claimLabel) return { class: "claim", title: "claim", after: numbered("c", claims.get(id), "Claim") };
    return { class: label === cueLabel ? "cue" : "mention", title: "cue", after: "" };
  };
  return (fragment) => {
    const { region, turn } = fragment;
    const { after, ...attributes } = said(region);
    return {
      after: last.get(region.id) === fragment ? after : "",
      attributes: { ...attributes, id: turn === 0 ? anchorOf(region.id) : null },
    };
  };
}
