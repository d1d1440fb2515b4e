import { webAddressOf } from "../../article/web-address.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import { xmlText } from "../xml.ts";
import { anchorOf, link } from "./links.ts";

type Party = AnnotationFile["quotes"][number]["speakers"][number];
type Spans = AnnotationFile["mentions"][number]["spans"];

const piece = " … ";
const wordsOf = (spans: Spans) => spans.map(({ text }) => text).join(piece);
const toPlace = (id: string, words: string) => `<a href="#${anchorOf(id)}">${xmlText(words)}</a>`;

/** What is said, claimed, related and named, as tables; empty ones are left out. */
export function tablesOf(file: AnnotationFile, toneOf: (type: string) => number): string {
  const names = namesOf(file);
  return [
    table("Quotes", ["", "Who", "To whom", "Words", "Cue", "Form", ...more(file)], quoteRows(file, names)),
    table(
      "Claims",
      ["", "Claim", "Who", "Words", "Check-worthiness", "Verdict", "Evidence", ...more(file)],
      claimRows(file, names),
    ),
    table("Relations", ["From", "Relation", "To"], relationRows(file)),
    table("Entities", ["Name", "Type", "Other names", "Links", "Mentions"], entityRows(file, toneOf)),
  ].join("\n");
}

/** Who marked it, where several did. */
const more = (file: AnnotationFile) => (file.annotators.length > 1 ? ["Annotator"] : []);

function marker(file: AnnotationFile, id: string): string[] {
  return file.annotators.length > 1 ? [xmlText(file.annotators.find((one) => one.id === id)?.name ?? id)] : [];
}

interface Row {
  id: string | null;
  cells: string[];
}

function table(title: string, heads: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const body = rows.map(({ id, cells }) => {
    const row = cells.map((cell, at) => `<td${heads[at] === "" ? "" : ` data-of="${heads[at]}"`}>${cell}</td>`);
    return `<tr${id === null ? "" : ` id="${id}"`}>${row.join("")}</tr>`;
  });
  const head = heads
    .map((one) => `<th scope="col">${one === "" ? '<span aria-label="Number">#</span>' : one}</th>`)
    .join("");
  return `<table><caption>${title}</caption><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
}

function namesOf(file: AnnotationFile): (parties: readonly Party[]) => string {
  const entities = new Map(file.entities.map((entity) => [entity.id, entity.name]));
  const mentions = new Map(file.mentions.map((mention) => [mention.id, mention]));
  return (parties) =>
    parties
      .map((party) => {
        if ("entity" in party) return xmlText(entities.get(String(party.entity)) ?? "");
        const mention = mentions.get(String(party.mention));
        if (!mention) return "";
        return toPlace(mention.id, entities.get(mention.entity ?? "") ?? wordsOf(mention.spans));
      })
      .join(", ");
}

function quoteRows(file: AnnotationFile, names: (parties: readonly Party[]) => string): Row[] {
  return file.quotes.map((quote, at) => ({
    id: `q${at + 1}`,
    cells: [
      toPlace(quote.id, String(at + 1)),
      names(quote.speakers),
      names(quote.addressees),
      `${xmlText(wordsOf(quote.content))}${noteOf(quote.note)}`,
      xmlText(wordsOf(quote.cue)),
      quote.form,
      ...marker(file, quote.annotator),
    ],
  }));
}

function claimRows(file: AnnotationFile, names: (parties: readonly Party[]) => string): Row[] {
  const quotes = new Map(file.quotes.map((quote) => [quote.id, quote]));
  return file.claims.map((claim, at) => {
    const { claimant } = claim;
    const parties =
      claimant === null
        ? []
        : "entity" in claimant
          ? [{ entity: String(claimant.entity) }]
          : (quotes.get(String(claimant.quote))?.speakers ?? []);
    const evidence = claim.evidence.map(({ url, excerpt, stance }) => {
      const address = webAddressOf(url);
      const words = excerpt === "" ? url : excerpt;
      return `${xmlText(stance)}: ${address ? link(address, words) : xmlText(words)}`;
    });
    return {
      id: `c${at + 1}`,
      cells: [
        toPlace(claim.id, `c${at + 1}`),
        `${xmlText(claim.gist)}${noteOf(claim.note)}`,
        claimant === null ? "the article" : names(parties),
        xmlText(wordsOf(claim.spans)),
        claim.checkWorthiness ?? "",
        xmlText(claim.verdict ?? ""),
        evidence.join("<br>"),
        ...marker(file, claim.annotator),
      ],
    };
  });
}

const noteOf = (note: string) => (note === "" ? "" : `<br><em>${xmlText(note)}</em>`);

function relationRows(file: AnnotationFile): Row[] {
  const words = new Map<string, string>([
    ...file.entities.map(({ id, name }) => [id, xmlText(name)] as const),
    ...file.claims.map(({ id, gist, spans }) => [id, toPlace(id, gist === "" ? wordsOf(spans) : gist)] as const),
    ...file.quotes.map(({ id, content }) => [id, toPlace(id, wordsOf(content))] as const),
    ...file.mentions.map(({ id, spans }) => [id, toPlace(id, wordsOf(spans))] as const),
  ]);
  const end = (one: AnnotationFile["relations"][number]["from"]) =>
    typeof one === "string" ? (words.get(one) ?? xmlText(one)) : xmlText(`${one.id}, in ${one.article}`);
  return file.relations.map(({ type, from, to }) => ({ id: null, cells: [end(from), xmlText(type), end(to)] }));
}

function entityRows(file: AnnotationFile, toneOf: (type: string) => number): Row[] {
  const places = Map.groupBy(file.mentions, ({ entity }) => entity);
  return file.entities.map(({ id, name, type, aliases, links, note }) => ({
    id: null,
    cells: [
      `<span class="dot t${toneOf(type)}"></span>${xmlText(name)}${noteOf(note)}`,
      xmlText(type),
      xmlText(aliases.join(", ")),
      links
        .flatMap((one) => {
          const wikidata = one.kind === "wikidata" ? String(one.id) : null;
          if (wikidata !== null) return [link(`https://www.wikidata.org/wiki/${wikidata}`, wikidata)];
          const address = webAddressOf(String(one.url));
          return [address ? link(address, address) : xmlText(String(one.url))];
        })
        .join("<br>"),
      (places.get(id) ?? []).map((mention, at) => toPlace(mention.id, String(at + 1))).join(" "),
    ],
  }));
}
