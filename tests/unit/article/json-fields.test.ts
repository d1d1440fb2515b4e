import { describe, expect, it } from "vitest";
import { fieldFor, fieldsOf, firstLines, holdsHtml, likelyText, mapOf } from "../../../shared/article/json-fields.ts";

const long = "Stone said it was time. ".repeat(8);

describe("the fields of JSON records", () => {
  it("are named as a map names them, those inside of others by paths, with the values that they have", () => {
    const records = [
      { id: 1, head: { line: "One", "a.b": "no path leads here" }, by: [{ name: "Ann" }, { name: "Jo" }] },
      { id: 1, head: { line: "Two" }, source: { name: "The Post" }, open: true, none: null, empty: " " },
      { id: 3, head: { line: 5 }, "head.line": "a name before a path" },
    ];
    expect(fieldsOf(records)).toEqual([
      { name: "id", count: 3, isText: false, samples: ["1", "3"] },
      { name: "head.line", count: 3, isText: true, samples: ["One", "Two", "a name before a path"] },
      { name: "by", count: 1, isText: false, samples: ["Ann, Jo"] },
      { name: "source", count: 1, isText: false, samples: ["The Post"] },
      { name: "source.name", count: 1, isText: true, samples: ["The Post"] },
      { name: "open", count: 1, isText: false, samples: ["true"] },
    ]);
  });

  it("keep their samples short, on one line and with whole characters", () => {
    const [field] = fieldsOf([{ body: `${"x".repeat(158)}🎉🎉\n${"y".repeat(1000)}` }]);
    expect(field?.samples).toEqual([`${"x".repeat(158)}…`]);
  });

  it("say what of an article by the map, else by usual names; null leaves one out", () => {
    const record = { Head_Line: "H", headline: "", body: "B", source: { name: "Post" }, date: null, published: 5 };
    const map = { title: "body", publisher: null };
    expect(mapOf([{}, record], {})).toEqual({ text: "body", publisher: "source", date: "published" });
    expect(mapOf([record], map)).toEqual({ text: "body", title: "body", date: "published" });
    expect(fieldFor(record, "publisher", map)).toBeNull();
  });

  it("have a text in a string alone, and HTML only where no plain text is", () => {
    expect(fieldFor({ text: { a: 1 }, content_html: "<p>x</p>" }, "text", {})).toBe("content_html");
    expect(fieldFor({ text: "x", content_html: "<p>x</p>" }, "text", {})).toBe("text");
    expect(fieldFor({ text: 5, words: "x" }, "text", {})).toBeNull();
    expect([holdsHtml("story.Content-HTML"), holdsHtml("content")]).toEqual([true, false]);
  });

  it("hold the text most likely where the strings are longest, and nowhere where all are short", () => {
    expect(likelyText([{ lead: long.slice(0, 90), words: long }, { lead: "x" }])).toBe("words");
    expect(likelyText([{ lead: "Short.", nr: 5 }])).toBeNull();
  });
});

describe("the first lines of a file", () => {
  const linesOf = async (content: string) => {
    const bytes = new TextEncoder().encode(content);
    return new TextDecoder().decode(await firstLines(async (wanted) => bytes.subarray(0, wanted)));
  };

  it("are whole, a long first one too, and all that there is of a short file", async () => {
    const line = `${"é".repeat(60_000)}\n`;
    expect(await linesOf(line.repeat(5))).toBe(line.repeat(2));
    expect(await linesOf(`${"x".repeat(700_000)}\n${"y".repeat(700_000)}`)).toBe(`${"x".repeat(700_000)}\n`);
    expect(await linesOf("x".repeat(300_000))).toBe("x".repeat(300_000));
    expect(await linesOf("a\nb")).toBe("a\nb");
    expect(await linesOf("")).toBe("");
  });
});
