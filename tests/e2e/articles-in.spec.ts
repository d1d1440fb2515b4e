import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { zipOf } from "../unit/import/build.ts";
import { chooseImports } from "./support/choosing.ts";
import { expect, test } from "./support/host.ts";
import { articleRow, blockTexts, makeProject, notices, put } from "./support/steps.ts";

const mail = `From: Ann Lee <ann@post.example>
Subject: Statement of the mayor
Date: Tue, 24 Nov 2026 09:05:00 +0100
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Stone said: =E2=80=9CIt is time.=E2=80=9D
`;
const feed = `<rss version="2.0"><channel><title>The Post</title>
<item><title>Feed one</title><description>Doe denied it.</description></item>
<item><title>Feed two</title><description>Roe left.</description></item></channel></rss>`;
const nitf = `<nitf><head><title>Wire</title></head><body><body.head><hedline><hl1>Bridge late again</hl1></hedline></body.head>
<body.content><block><p>The bridge is late.</p></block></body.content></body></nitf>`;
const newsml = `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:1" version="1">
<contentMeta><headline>Port reopens</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>The port is open.</p></body></html></inlineXML></contentSet></newsItem>`;
const lines = `{"headline":"From lines","body":"Stone said it was time.","outlet":"The Mail"}
{"headline":"Without a text"}
`;
const archive = zipOf({
  "desk/first.txt": "First of the archive",
  "desk/second.md": "# Second of the archive\n\nWords.",
});

/** Imports files of the home folder with Ctrl+I. */
async function importing(page: Page, machine: Parameters<typeof put>[0], files: readonly string[]): Promise<void> {
  await chooseImports(page, machine, files, () => page.keyboard.press("Control+i"));
}

test("mail, a feed, news messages, lines and an archive come in together, each article with its own title and text", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Desk", { "story.txt": "A story that is here." });
  put(machine, {
    "in/a.eml": mail,
    "in/feed.xml": feed,
    "in/wire.xml": nitf,
    "in/item.xml": newsml,
    "in/news.jsonl": lines,
  });
  writeFileSync(join(machine.home, "in", "desk.zip"), archive);
  const files = ["a.eml", "feed.xml", "wire.xml", "item.xml", "news.jsonl", "desk.zip"];
  await importing(
    page,
    machine,
    files.map((name) => `in/${name}`),
  );
  const texts = {
    "Statement of the mayor": ["Stone said: “It is time.”"],
    "Feed two": ["Feed two", "Roe left."],
    "Bridge late again": ["Bridge late again", "The bridge is late."],
    "Port reopens": ["Port reopens", "The port is open."],
    "From lines": ["Stone said it was time."],
    "Second of the archive": ["Second of the archive", "Words."],
  };
  for (const title of ["Feed one", "First of the archive"]) await expect(articleRow(page, title)).toBeVisible();
  await expect(notices(page)).toContainText(/news\.jsonl, line 2/);
  for (const [title, blocks] of Object.entries(texts)) {
    await articleRow(page, title).click();
    await expect.poll(() => blockTexts(page)).toEqual(blocks);
  }
});
