import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { FileOptions } from "../../../electron/services/import/index.ts";
import { readArticle, readArticles } from "../../../electron/services/import/index.ts";
import { bytesOf, draftIn, kindsAndTexts, zipOf } from "./build.ts";

async function readAll(name: string, content: string | Uint8Array, options: FileOptions = {}) {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  const found = [];
  for await (const one of readArticles({ name, bytes }, options)) found.push(one);
  return {
    drafts: found.flatMap(({ read }) => (read.ok ? [read.draft] : [])),
    problems: found.flatMap(({ read }) => (read.ok ? [] : [read.problem])),
    notices: found.flatMap(({ read }) => (read.ok ? read.notices : [])),
    called: found.map(({ called }) => called),
  };
}

const rss = (items: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!-- a feed -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Post &amp; Mail</title><link>https://post.example/</link><language>en-gb</language>
${items}
</channel></rss>`;
const item = `<item><title>Mayor: &#8220;enough&#8221; 🎉</title><link>https://post.example/1?a=1&amp;b=2</link>
<pubDate>Tue, 24 Nov 2026 09:05:00 +0100</pubDate><dc:creator>Ann Lee</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>Doe said: &ldquo;It is time.&rdquo; 🎉</p><p>AT&amp;T left.</p>]]></content:encoded></item>`;

describe("a feed", () => {
  it("of RSS is an article for each entry, with what the entry and the feed say", async () => {
    const { drafts, problems, called } = await readAll(
      "feed.xml",
      rss(`${item}<item><title>Two</title>
      <description>&lt;p&gt;Tags that are escaped.&lt;/p&gt;</description><author>roe@post.example (Jo Roe)</author>
      <guid>https://post.example/2</guid></item>`),
    );
    expect(problems).toEqual([]);
    expect(drafts[0]).toMatchObject({
      title: "Mayor: “enough” 🎉",
      byline: "Ann Lee",
      publisher: "The Post & Mail",
      date: "2026-11-24T09:05:00+01:00",
      url: "https://post.example/1?a=1&b=2",
      language: "en-gb",
      keepBytes: false,
    });
    expect(drafts.map(kindsAndTexts)).toEqual([
      [
        ["headline", "Mayor: “enough” 🎉"],
        ["paragraph", "Doe said: “It is time.” 🎉"],
        ["paragraph", "AT&T left."],
      ],
      [
        ["headline", "Two"],
        ["paragraph", "Tags that are escaped."],
      ],
    ]);
    expect(drafts[1]).toMatchObject({ byline: "Jo Roe", url: "https://post.example/2" });
    expect(called).toEqual(["Mayor: “enough” 🎉", "Two"]);
  });

  it("of Atom has its text by type", async () => {
    const { drafts } = await readAll(
      "feed",
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blog</title><author><name>Kim</name></author>
      <entry><title>1 &lt; 2</title><link rel="self" href="https://b.example/self"/><link href="https://b.example/1"/>
      <updated>2026-11-24T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Grüße 👋</p><ul><li>one</li></ul></div></content></entry>
      <entry><title type="html">&lt;b&gt;Two&lt;/b&gt;</title><summary type="text">a &lt;b&gt; c</summary></entry></feed>`,
    );
    expect(drafts[0]).toMatchObject({ title: "1 < 2", byline: "Kim", publisher: "Blog", language: "de" });
    expect(drafts[0]).toMatchObject({ url: "https://b.example/1", date: "2026-11-24T10:00:00Z" });
    expect(drafts.map(({ text }) => text)).toEqual(["1 < 2\n\nGrüße 👋\n\none", "Two\n\na <b> c"]);
  });

  it("with a broken entry gives the others, and says where the broken one is", async () => {
    const { drafts, problems } = await readAll(
      "feed.xml",
      rss(`${item}\n<item><title>Broken</title><b></item>\n${item}
      <item><title>Empty</title></item>`),
    );
    expect(drafts.map(({ title }) => title)).toEqual(["Mayor: “enough” 🎉", "Mayor: “enough” 🎉"]);
    expect(drafts[0]?.publisher).toBe("The Post & Mail");
    expect(problems).toMatchObject([
      { file: "feed.xml", path: "entry 2, from line 8 on" },
      { file: "feed.xml", path: expect.stringContaining("entry 4"), reason: expect.stringContaining("content") },
    ]);
  });

  it("that expands entities without end is refused", async () => {
    const entities = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "&e${at};&e${at};">`).join("");
    const { drafts, problems } = await readAll(
      "feed.xml",
      `<!DOCTYPE rss [<!ENTITY e0 "lol">${entities}]><rss><channel><item><title>t</title><description>&e30;</description></item></channel></rss>`,
    );
    expect(drafts.every(({ text }) => text.length < 10_000)).toBe(true);
    expect(drafts.length + problems.length).toBe(1);
  });
});

const nitf = `<nitf><head><docdata><date.issue norm="20261124T101500Z"/></docdata>
<pubdata name="The Post" date.publication="20261125"/></head><body><body.head><hedline><hl1>Council votes</hl1><hl2>A long night</hl2></hedline>
<byline>By <person>Ann Lee</person></byline><dateline><location>LONDON</location>, Nov. 24</dateline></body.head>
<body.content><block><p>“Yes &amp; no,” said <person>Jo Roe</person>. 🎉</p><bq><block><p>Quoted.</p></block></bq>
<media media-type="image"><media-reference source="a.jpg"/><media-caption>A hall.</media-caption><media-producer>AP</media-producer></media></block></body.content></body></nitf>`;

describe("news XML", () => {
  it("of NITF has headlines, dateline and text; byline, publisher and date as facts", async () => {
    const bytes = bytesOf(`<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">${nitf}`);
    const draft = draftIn(await readArticle({ name: "story.xml", bytes }));
    expect(draft).toMatchObject({ title: "Council votes", byline: "Ann Lee", publisher: "The Post", keepBytes: true });
    expect(draft.date).toBe("2026-11-24T10:15:00Z");
    expect(kindsAndTexts(draft)).toEqual([
      ["headline", "Council votes"],
      ["heading", "A long night"],
      ["paragraph", "LONDON, Nov. 24"],
      ["paragraph", "“Yes & no,” said Jo Roe. 🎉"],
      ["quote", "Quoted."],
      ["caption", "A hall."],
    ]);
  });

  const newsItem = (
    content: string,
  ) => `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" xml:lang="en">
<itemMeta><provider qcode="nprov:AFP"><name>AFP</name></provider><versionCreated>2026-11-24T10:00:00+01:00</versionCreated></itemMeta>
<contentMeta><by>By Ann Lee</by><dateline>PARIS, Nov 24</dateline><headline>Vote &amp; win</headline><language tag="en-GB"/></contentMeta>
<contentSet>${content}</contentSet></newsItem>`;
  const xhtml = `<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>It was <em>close</em>. 🎉</p></body></html></inlineXML>`;

  it("of NewsML-G2 has the facts of its item", async () => {
    const draft = draftIn(await readArticle({ name: "item.xml", bytes: bytesOf(newsItem(xhtml)) }));
    expect(draft).toMatchObject({ title: "Vote & win", byline: "Ann Lee", publisher: "AFP", language: "en-GB" });
    expect(draft.date).toBe("2026-11-24T10:00:00+01:00");
    expect(kindsAndTexts(draft)).toEqual([
      ["headline", "Vote & win"],
      ["paragraph", "PARIS, Nov 24"],
      ["paragraph", "It was close. 🎉"],
    ]);
  });

  it("of a news message gives each item that has a text, and names the others", async () => {
    const inner = `<inlineXML contenttype="application/nitf+xml">${nitf}</inlineXML>`;
    const plain = `<inlineData contenttype="text/plain">One.\n\nTwo &lt; three.</inlineData>`;
    const picture = `<remoteContent href="a.jpg"/>`;
    const message = `<newsMessage><itemSet>${[inner, plain, picture].map(newsItem).join("")}</itemSet></newsMessage>`;
    const { drafts, problems } = await readAll("message.newsml", message);
    expect(drafts.map(({ blocks }) => blocks.length)).toEqual([7, 4]);
    expect(drafts[1]?.text).toBe("Vote & win\n\nPARIS, Nov 24\n\nOne.\n\nTwo < three.");
    expect(problems).toMatchObject([{ file: "message.newsml", path: "news item 3" }]);
  });

  it("of another kind is refused by the name of its element, and damage by its place", async () => {
    const tei = await readAll("a.xml", "<?xml version='1.0'?><TEI><text/></TEI>");
    expect(tei.problems[0]?.reason).toContain("tei");
    const damaged = await readAll("a.nitf", "<nitf>\n<body><p>x</body></nitf>");
    expect(damaged.problems[0]).toMatchObject({ file: "a.nitf", path: expect.stringContaining("line 2") });
  });
});

describe("JSON Lines", () => {
  it("have their fields known by usual names, and texts as they are", async () => {
    const text = "  “Yes” 🎉 &amp; <b>\r\nno";
    const { drafts, problems, notices } = await readAll(
      "news.jsonl",
      [
        JSON.stringify({
          headline: "One",
          content: text,
          link: "https://a.example/1",
          published: "2026-11-24",
          authors: ["A", { name: "B" }],
        }),
        "",
        JSON.stringify({ title: "Two", text: "Text.", source: { name: "Post" }, timestamp: 1_790_000_000, lang: "fr" }),
        '{"title": "Three", "text": }',
        JSON.stringify({ title: "Four", words: "none" }),
        JSON.stringify(["text"]),
        JSON.stringify({ text: "Five.", date: "yesterday" }),
      ].join("\n"),
    );
    expect(drafts[0]).toMatchObject({
      title: "One",
      text,
      url: "https://a.example/1",
      date: "2026-11-24",
      byline: "A, B",
    });
    expect(drafts[1]).toMatchObject({ publisher: "Post", date: "2026-09-21T14:13:20.000Z", language: "fr" });
    expect(problems.map(({ path }) => path)).toEqual(["line 4", "line 5", "line 6"]);
    expect(problems[1]?.reason).toContain("title, words");
    expect(problems[1]?.remedy).toContain("--fields text=");
    expect(notices).toEqual(["line 7: “yesterday” is no date, and was left out."]);
  });

  it("have other fields where they are named, also inside of others", async () => {
    const line = JSON.stringify({ text: "No.", story: "Yes.", meta: { head: "Title", "a.b": 1 } });
    const { drafts } = await readAll("news.jsonl", line, { fields: { text: "story", title: "meta.head" } });
    expect(drafts[0]).toMatchObject({ text: "Yes.", title: "Title" });
  });
});

const mail = (body: string, headers = "") =>
  `From: =?utf-8?Q?Ann_M=C3=BCller?= <ann@post.example>\r\nTo: list@post.example\r\nSubject: =?UTF-8?B?${Buffer.from("Vote 🎉").toString("base64")}?=\r\nDate: Tue, 24 Nov 2026 09:05:00 -0500 (EST)\r\nMIME-Version: 1.0\r\n${headers}${body}`;

describe("a mail", () => {
  it("of one part in quoted-printable has its text, and its headers as facts", async () => {
    const body =
      'Content-Type: text/plain; charset="iso-8859-1"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ABOui=BB, a dit Zo=EB et l=\r\na ville.\r\n\r\nFin.\r\n';
    const draft = draftIn(await readArticle({ name: "a.eml", bytes: bytesOf(mail(body, "Content-Language: fr\r\n")) }));
    expect(draft).toMatchObject({
      title: "Vote 🎉",
      byline: "Ann Müller",
      date: "2026-11-24T09:05:00-05:00",
      language: "fr",
    });
    expect(draft.text.trimEnd()).toBe("«Oui», a dit Zoë et la ville.\n\nFin.");
    expect(draft.keepBytes).toBe(true);
  });

  it("of several parts is read by its HTML; attachments are named", async () => {
    const html = Buffer.from("<p>“It is time” 🎉 &amp; more.</p><p>Two.</p>").toString("base64");
    const body = [
      'Content-Type: multipart/mixed; boundary="m"',
      "",
      "--m",
      'Content-Type: multipart/alternative; boundary="a"',
      "",
      "--a",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "plain",
      "--a",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      html,
      "--a--",
      "--m",
      'Content-Type: application/pdf; name="release.pdf"',
      'Content-Disposition: attachment; filename="release.pdf"',
      "Content-Transfer-Encoding: base64",
      "",
      "JVBERi0=",
      "--m--",
      "",
    ].join("\r\n");
    const { drafts, notices } = await readAll("a.eml", mail(body));
    expect(drafts[0] && kindsAndTexts(drafts[0])).toEqual([
      ["paragraph", "“It is time” 🎉 & more."],
      ["paragraph", "Two."],
    ]);
    expect(notices).toEqual([expect.stringContaining("release.pdf")]);
  });

  it("without a text is refused", async () => {
    const { problems } = await readAll("a.eml", mail("Content-Type: text/plain\r\n\r\n"));
    expect(problems[0]?.reason).toContain("no text");
  });
});

describe("an archive", () => {
  it("has each file read as what it is; what is none is named by its path", async () => {
    const archive = zipSync({
      "a/one.txt": strToU8("One 🎉."),
      "a/two.html": strToU8("<!doctype html><p>Two.</p>"),
      "feed.xml": strToU8(rss(item)),
      "lines.jsonl": strToU8('{"text":"Three.","title":"T"}\n{"x"'),
      "picture.png": Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
      "inner.zip": zipSync({ "x.txt": strToU8("x") }),
      "__MACOSX/a/._one.txt": Uint8Array.from([0, 5]),
    });
    const { drafts, problems, called } = await readAll("news.zip", archive);
    expect(drafts.map(({ source }) => source.name)).toEqual([
      "news.zip/a/one.txt",
      "news.zip/a/two.html",
      "news.zip/feed.xml",
      "news.zip/lines.jsonl",
    ]);
    expect(drafts[0]).toMatchObject({ text: "One 🎉.", keepBytes: false });
    expect(called.slice(0, 2)).toEqual(["one", "two"]);
    expect(problems.map(({ file, path }) => [file, path])).toEqual([
      ["news.zip", "lines.jsonl, line 2"],
      ["news.zip", "picture.png"],
      ["news.zip", "inner.zip"],
    ]);
    expect(problems[2]?.reason).toContain("archive inside");
  });

  it("whose paths lead out of it has those refused, and the others read", async () => {
    const names = ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a\\..\\..\\evil.txt"];
    const archive = zipOf({ ...Object.fromEntries(names.map((name) => [name, "x"])), "good..txt": "Good." });
    const { drafts, problems } = await readAll("a.zip", archive);
    expect(drafts.map(({ text }) => text)).toEqual(["Good."]);
    expect(problems.map(({ path }) => path)).toEqual(names);
  });

  it("that unpacks to far more than it is has the bomb refused, without unpacking it", async () => {
    const bomb = zipSync({ "bomb.txt": new Uint8Array(15 * 1024 * 1024).fill(0x41), "good.txt": strToU8("Good.") });
    const { drafts, problems } = await readAll("a.zip", bomb);
    expect(drafts.map(({ text }) => text)).toEqual(["Good."]);
    expect(problems).toMatchObject([{ path: "bomb.txt", reason: expect.stringContaining("200 times") }]);
  });

  it("that lies about sizes unpacks no further than it says", async () => {
    const archive = Buffer.from(
      zipSync({ "a.txt": new Uint8Array(5 * 1024 * 1024).fill(0x41), "b.txt": strToU8("Good.") }),
    );
    const directory = archive.indexOf("PK\x01\x02", 0, "latin1");
    archive.writeUInt32LE(100, directory + 24);
    const { drafts } = await readAll("a.zip", archive);
    expect(drafts.every(({ text }) => text.length <= 100)).toBe(true);
    expect(drafts.at(-1)?.text).toBe("Good.");
  });

  it("with more files than an archive may have, or nothing in it, is refused", async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 20_001 }, (_, at) => [`${at}.txt`, strToU8("x")])), {
      level: 0,
    });
    expect((await readAll("a.zip", many)).problems[0]?.reason).toContain("20,000 files");
    expect((await readAll("a.zip", zipSync({}))).problems[0]?.reason).toContain("no file");
    expect((await readAll("a.zip", zipSync({ "a.txt": strToU8("x") }).subarray(0, 40))).problems).toHaveLength(1);
  });
});

it("one file of several articles is no newer version of one", async () => {
  const result = await readArticle({ name: "feed.xml", bytes: bytesOf(rss(item + item)) });
  expect(!result.ok && result.problem.reason).toContain("several articles");
});
