import { describe, expect, it } from "vitest";
import { declaredEncoding } from "../../../electron/services/import/html.ts";
import { readArticle } from "../../../electron/services/import/read-article.ts";
import { bytesOf, draftIn, fixture, kindsAndTexts } from "./build.ts";

const page = async () => draftIn(await readArticle(await fixture("news-page.html")));
const readPage = (html: string) => readArticle({ name: "page.html", bytes: bytesOf(html) });
const paragraph = "The council met on Monday evening, and it voted, after a long debate, to build the bridge at once. ";

describe("a saved news page", () => {
  it("leaves navigation, consent, advertisements and other stories behind", async () => {
    const { text } = await page();
    expect(text).not.toMatch(
      /cookie|partners|Politics|Share|Advertisement|Most read|newsletter|rights reserved|script/i,
    );
    expect(text).toContain("a public inquiry heard on Monday");
    expect(text).toMatch(/timetable is published\.$/u);
  });

  it("is cut into the blocks that a reader saw, its headline first", async () => {
    const draft = await page();
    expect(draft.blocks.map(({ kind }) => kind).join(" ")).toBe(
      "headline paragraph caption paragraph heading paragraph quote paragraph item item item paragraph",
    );
    expect(kindsAndTexts(draft)[0]).toEqual([
      "headline",
      "Minister kept ferry report back for months, inquiry\u00a0told",
    ]);
  });

  it("keeps no-break spaces and line breaks, and collapses other white space", async () => {
    const { text } = await page();
    expect(text).toContain("Alda\u00a0Renn knew of cracks in the hull of the ferry Saint Brannoc seven months");
    expect(text).toContain("have been published\non the day it was received.");
    expect(text).not.toMatch(/ {2}|\t|\n{3}/u);
  });

  it("says who wrote it, where and when: JSON-LD before other metadata", async () => {
    expect(await page()).toMatchObject({
      title: "Minister kept ferry report back for months, inquiry told",
      byline: "Ingrid Vale, Tomás Oduya",
      publisher: "The Harbour Ledger",
      date: "2026-11-03T08:15:00+01:00",
      url: "https://www.harbour-ledger.example/2026/11/ferry-inquiry",
      language: "en-GB",
      keepBytes: true,
    });
  });
});

describe("a web page", () => {
  it("takes what meta elements say where there is no JSON-LD, and an address only of the web", async () => {
    const draft = draftIn(
      await readPage(`<html><head><title>Bridge</title><meta name="author" content="By Ana Brook">
        <meta property="article:published_time" content="2026-10-01"><meta property="og:site_name" content="Post">
        <link rel="canonical" href="javascript:alert(1)"><script type="application/ld+json">{broken</script></head>
        <body><p>${paragraph.repeat(8)}</p></body></html>`),
    );
    expect(draft).toMatchObject({ byline: "Ana Brook", date: "2026-10-01", publisher: "Post", url: null });
  });

  it("has no date where the page gives none that is ISO", async () => {
    const draft = draftIn(await readPage(`<html><meta name="date" content="last Tuesday"><p>${paragraph}</p></html>`));
    expect(draft.date).toBeNull();
  });

  it("is not headed by the publisher's name", async () => {
    const draft = draftIn(
      await readPage(`<html><head><title>Bridge vote</title><meta property="og:site_name" content="The Post"></head>
        <body><h1>The Post</h1><article><h2>Bridge vote</h2><p>${paragraph.repeat(9)}</p></article></body></html>`),
    );
    expect(draft.text).not.toContain("The Post");
  });

  it("is taken whole, with a notice, where no article can be told apart", async () => {
    const result = await readPage(`${"<div>".repeat(300)}Home`);
    expect(draftIn(result).text).toBe("Home");
    expect(result.ok && result.notices.join()).toContain("all of its text");
  });

  it("may leave out its html, head and body elements", async () => {
    const draft = draftIn(await readPage(`<!doctype html><title>Bridge</title><p>${paragraph}<p>Second.`));
    expect(draft.text).toBe(`${paragraph.trim()}\n\nSecond.`);
    expect(draft.title).toBe("Bridge");
  });

  it("is decoded as it declares", async () => {
    const html = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-2"></head><body><p>\xb9</p>`;
    const draft = draftIn(await readArticle({ name: "a.html", bytes: Buffer.from(html, "latin1") }));
    expect(draft.text).toBe("š");
    expect(draft.source.encoding).toBe("iso-8859-2");
  });

  it("names its encoding near its start", () => {
    expect(declaredEncoding(bytesOf('<html><meta charset="windows-1251">'))).toBe("windows-1251");
    expect(declaredEncoding(bytesOf("<?xml version='1.0' encoding='koi8-r'?><html>"))).toBe("koi8-r");
    expect(declaredEncoding(bytesOf('<meta charset="utf-16">'))).toBeNull();
    expect(declaredEncoding(bytesOf("<html>"))).toBeNull();
  });
});
