import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../../electron/services/import/markdown.ts";
import { readArticle } from "../../../electron/services/import/read-article.ts";
import { draftIn, fixture, kindsAndTexts } from "./build.ts";

describe("a Markdown file", () => {
  it("is what it would look like, in blocks", async () => {
    const draft = draftIn(await readArticle(await fixture("briefing.md")));
    expect(kindsAndTexts(draft)).toEqual([
      ["headline", "Council votes on the tram line"],
      ["paragraph", "The council voted seven to two on Tuesday to build the tram line, officials said."],
      ["quote", "“It will pay for itself,” Mayor Iris Kolb said."],
      ["quote", "“In time.”"],
      ["heading", "What happens next"],
      ["item", "Surveys begin in March."],
      ["item", "A tender follows."],
      ["item", "First stop: the station."],
      ["paragraph", "First line\nsecond line & a no-break\u00a0space."],
    ]);
    expect(draft.keepBytes).toBe(true);
  });

  it("has its front matter as what is known about it", async () => {
    expect(draftIn(await readArticle(await fixture("briefing.md")))).toMatchObject({
      title: "Council votes on the tram line",
      byline: "Ana Brook, Jo Lind",
      publisher: "The Valley Post",
      date: "2026-10-21",
      url: "https://valley-post.example/tram",
      language: "en",
    });
  });

  it("may begin with a rule that is no front matter", () => {
    expect(readMarkdown("---\n\nText.\n\n---\n\nMore.").text).toBe("Text.\n\nMore.");
    expect(readMarkdown("---\r\ntitle: A\r\n---\r\nText.")).toMatchObject({ title: "A", text: "Text." });
  });
});
