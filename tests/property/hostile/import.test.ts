import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readArticle } from "../../../electron/services/import/index.ts";
import { blockViolations } from "../../../shared/annotation/invariants.ts";
import { articleState } from "../../../shared/annotation/state.ts";
import { among, damaged, type Random, seed, sweep } from "../support/hostile.ts";

const fixtures = new URL("../../fixtures/import/", import.meta.url).pathname;
const pieces = [
  "<script>globalThis.pwned = 1</script>",
  "<SCRIPT SRC=//127.0.0.1:9/x.js></SCRIPT>",
  "<img src=http://127.0.0.1:9/pixel onerror=globalThis.pwned=1>",
  "<svg><script>globalThis.pwned=1</script><foreignObject>",
  "<iframe srcdoc='<script>parent.pwned=1</script>'>",
  "<object data=http://127.0.0.1:9/><embed src=http://127.0.0.1:9/>",
  "<link rel=stylesheet href=http://127.0.0.1:9/a.css>",
  "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
  "<style>@import url(http://127.0.0.1:9/)</style>",
  "<math><mtext><table><mglyph><style><!--</style><img title='-->'>",
  "<!DOCTYPE x [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>&b;&c;",
  "<a href='javascript:globalThis.pwned=1'>link</a>",
  "<form action=http://127.0.0.1:9/><input name=a autofocus onfocus=globalThis.pwned=1>",
  "<template><p>hidden</p></template><noscript><p>seen</p></noscript>",
  "<p>A paragraph of words that say something.",
  "<article><h1>Headline</h1><p>Text of it.</p></article>",
  "</p></div></span>",
  "<![CDATA[ <script>x</script> ]]>",
  "<?php system('touch pwned') ?>",
  "&#x0;&#xD800;&#1114112;&#xFFFE;&bogus;",
  "\u0000\u202e\ufeff",
  "<p style='background:url(http://127.0.0.1:9/)'>styled</p>",
  "<base href=http://127.0.0.1:9/>",
  "<table><tr><td><td><table><tr>",
  "<!-- a comment -- > --!> still -->",
  '<p onclick="globalThis.pwned=1" '.concat('a="1" '.repeat(50), ">"),
];

const soup = (random: Random, count: number) => Array.from({ length: count }, () => among(random, pieces)).join("\n");

/** What comes out is text in sound blocks, or a reason why not; nothing in it has run. */
async function becomesTextOrNot(name: string, bytes: Uint8Array): Promise<void> {
  const result = await readArticle({ name, bytes });
  expect(Object.hasOwn(globalThis, "pwned")).toBe(false);
  if (!result.ok) {
    expect(result.problem.remedy).not.toBe("");
    return;
  }
  const { keepBytes: _keepBytes, ...draft } = result.draft;
  expect(draft.text.isWellFormed()).toBe(true);
  expect(blockViolations(articleState({ id: "a", ...draft, removed: false }))).toEqual([]);
}

const mailOfParts = (depth: number) =>
  Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary="${at}"\r\n\r\n--${at}\r\n`).join(
    "",
  );

const cases = { soup: 1_200, bytes: 1_200 };

describe(`A hostile article (seed ${seed})`, () => {
  it(`made of tags that run, fetch and expand becomes text (${cases.soup} cases)`, async () => {
    await sweep(cases.soup, async (random, index) => {
      const page = `<!doctype html><html><body>${soup(random, 1 + Math.floor(random() * 30))}`;
      await becomesTextOrNot(index % 4 === 0 ? "page.md" : "page.html", Buffer.from(page));
    });
  }, 120_000);

  it(`with damaged bytes becomes text or is refused (${cases.bytes} cases)`, async () => {
    const names = readdirSync(fixtures).filter((name) => /\.(?:html|md|docx|txt)$/.test(name));
    const files = names.map((name) => ({ name, bytes: readFileSync(join(fixtures, name)) }));
    await sweep(cases.bytes, async (random, index) => {
      const file = files[index % files.length];
      if (file) await becomesTextOrNot(file.name, damaged(file.bytes, random));
    });
  }, 120_000);

  it.each([
    ["elements in elements", "deep.html", "<div>".repeat(2_000_000)],
    ["elements that need no end tag", "flat.html", "<p>".repeat(3_000_000)],
    ["nearly too many elements", "crowded.html", "<p>x".repeat(90_000)],
    ["quotes in quotes", "deep.md", `${">".repeat(1_000_000)} text`],
    ["lists in lists", "lists.md", Array.from({ length: 3_000 }, (_, at) => `${"  ".repeat(at)}- x`).join("\n")],
    ["brackets", "brackets.md", "[".repeat(50_000)],
    ["emphasis", "stars.md", "*a **a ".repeat(10_000)],
    ["one attribute of 10 MB", "attribute.html", `<p title="${"x".repeat(10_000_000)}">text</p>`],
    ["open comments", "comments.html", "<!--".repeat(2_000_000)],
    ["unclosed tags", "tags.html", "<a ".repeat(2_000_000)],
    ["entities", "entities.html", `<p>${"&amp;".repeat(1_500_000)}</p>`],
    ["one line of 8 MB", "line.txt", "word ".repeat(1_600_000)],
    ["blank lines", "lines.txt", "\n".repeat(8_000_000)],
    ["items in items", "deep.rss", `<rss><channel>${"<item>".repeat(1_000_000)}`],
    ["items that never end", "flat.rss", `<rss><channel>${"<item>x<a>".repeat(900_000)}</rss>`],
    ["entries", "many.atom", `<feed>${"<entry><title>T</title><content>x</content></entry>".repeat(150_000)}</feed>`],
    ["comments before the first element", "comments.xml", "<!-- -->".repeat(1_200_000)],
    ["parts in parts", "parts.eml", mailOfParts(2_000)],
    ["header lines", "headers.eml", `Subject: x\r\n${"X-A: b\r\n".repeat(1_000_000)}\r\ntext`],
    ["lines of JSON", "lines.jsonl", '{"text":"x"}\n'.repeat(800_000)],
    ["white space", "blanks.html", `<html><body>${" ".repeat(8_000_000)}<p>x`],
  ])(
    "of 10 MB of %s does not keep the program busy for long",
    async (_what, name, content) => {
      await becomesTextOrNot(name, Buffer.from(content));
    },
    20_000,
  );
});
