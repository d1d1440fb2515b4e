import { describe, expect, it } from "vitest";
import { rootNameOf, sorted } from "../../../shared/host/article-names.ts";

const kinds = async (files: Record<string, string>) => {
  const list = Object.keys(files).map((name) => ({ name }));
  const { articles, exchange } = await sorted(list, async ({ name }) => files[name] ?? "");
  return { articles: articles.map(({ name }) => name), exchange: exchange.map(({ name }) => name) };
};

describe("files that come together", () => {
  it("are articles or annotations by how they begin, where both have the ending", async () => {
    const found = await kinds({
      "feed.xml": '\uFEFF<?xml version="1.0"?>\n<!-- > --><!DOCTYPE rss [<!ENTITY a "<x>">]>\n<rss version="2.0">',
      "item.xml": '<nar:newsItem xmlns:nar="http://iptc.org/std/nar/2006-10-01/">',
      "tei.xml": '<TEI xmlns="http://www.tei-c.org/ns/1.0">',
      "news.jsonl": '{"title":"T","text":"Text."}\n',
      "long.ndjson": `{"text": "${"x".repeat(100)}`,
      "prodigy.jsonl": '{"text":"Text.","spans":[]}',
      "doccano.jsonl": '{"id":1,"text":"Text.","label":[[0,4,"PER"]]}',
      "story.eml": "",
      "a.txt": "",
      "a.ann": "",
    });
    expect(found.articles).toEqual(["feed.xml", "item.xml", "news.jsonl", "long.ndjson", "story.eml"]);
    expect(found.exchange).toEqual(["tei.xml", "prodigy.jsonl", "doccano.jsonl", "a.txt", "a.ann"]);
  });

  it("have no first element where their beginning is cut off, however many comments there are", () => {
    expect(rootNameOf(`${"<!-- -->".repeat(8000)}<!--`)).toBeNull();
    expect(rootNameOf("text < more")).toBeNull();
  });
});
