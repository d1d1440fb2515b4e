import { describe, expect, it } from "vitest";
import { blocksOfPlainText } from "../../../../shared/article/blocks.ts";
import { chatBody, chatReader, stretchesOf } from "../../../../shared/suggest/protocol/chat.ts";

const text = "Mayor Jane Doe spoke.\n\n“It is safe,” Doe said. “It is\u00a0new.”";
const whole = { start: 0, end: text.length };
const known = { types: ["Person"], register: [] };
const words = (some: string, before = "", after = "") => ({ text: some, before, after });
const sure = { confidence: 0.8, reason: "It says so." };
const reply = (content: unknown, more: object = {}) => ({
  choices: [{ finish_reason: "stop", message: { content: JSON.stringify(content) }, ...more }],
});
const quote = {
  form: "direct",
  content: [words("It is safe"), words("It is new.")],
  cue: words("said"),
  speaker: { words: words("Doe", '" ', " said"), form: "name", type: "person", name: "Jane Doe" },
  ...sure,
};

describe("a chat request", () => {
  it("asks for JSON by a schema that leaves the model no choice", () => {
    const types = [{ id: "Person", description: "" }];
    const request = { format: "onrecord/suggest" as const, version: 1 as const, id: "a", text, language: "en", types };
    const body = chatBody("small", request, text);
    const everyObject = (node: unknown): Record<string, unknown>[] =>
      node === null || typeof node !== "object"
        ? []
        : [
            ...("properties" in node ? [node as Record<string, unknown>] : []),
            ...Object.values(node).flatMap(everyObject),
          ];
    const objects = everyObject(body.response_format);
    expect(objects.length).toBeGreaterThan(4);
    for (const { properties, required, additionalProperties } of objects) {
      expect(additionalProperties).toBe(false);
      expect(required).toEqual(Object.keys(properties as object));
    }
    expect(JSON.stringify(body)).toContain('"enum":["Person"]');
  });

  it("asks about long articles stretch by stretch, leaving nothing out", () => {
    const long = `${"word ".repeat(4000)}\n\n${"One more paragraph. ".repeat(20)}\n\n${"x".repeat(20_000)}`;
    const stretches = stretchesOf(long, blocksOfPlainText(long));
    for (const { start, end } of stretches) expect(end - start).toBeLessThanOrEqual(8_000);
    const asked = stretches.map(({ start, end }) => long.slice(start, end)).join("");
    expect(asked.replace(/\s/g, "")).toBe(long.replace(/\s/g, ""));
  });
});

describe("a chat answer", () => {
  it("is taken where its words are in the text, as pieces with cue and speaker", () => {
    const read = chatReader(text, known)(whole, reply({ mentions: [], quotes: [quote], claims: [] }));
    expect(read).toMatchObject({ ok: true, dropped: [] });
    const spans = read.ok ? read.suggestions.flatMap((one) => (one.kind === "quote" ? one.content : [])) : [];
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(["It is safe", "It is\u00a0new."]);
    expect(read).toMatchObject({
      suggestions: [
        { kind: "entity", type: "Person", name: "Jane Doe", registered: null },
        { kind: "mention", span: { start: text.lastIndexOf("Doe") } },
        { kind: "quote", cue: [{ start: text.indexOf("said") }] },
      ],
    });
  });

  it("loses what the text does not say, and nothing else", () => {
    const made = { ...quote, content: [words("It is very safe")] };
    const answer = {
      mentions: [],
      quotes: [made, quote],
      claims: [{ words: words("It is"), checkWorthiness: 9, ...sure }],
    };
    const read = chatReader(text, known)(whole, reply(answer));
    expect(read).toMatchObject({
      ok: true,
      dropped: [
        { words: "It is very safe", reason: "not in the text" },
        { words: "It is", reason: "in several places" },
      ],
    });
    expect(read.ok && read.suggestions.filter(({ kind }) => kind === "quote")).toHaveLength(1);
  });

  it("is refused with a reason where it is no answer", () => {
    const read = (body: unknown) => chatReader(text, known)(whole, body);
    expect(read({ hello: 1 })).toMatchObject({ reason: "what answers there is no chat endpoint" });
    expect(read(reply({ mentions: [] }))).toMatchObject({
      reason: expect.stringContaining("does not follow the schema"),
    });
    expect(read(reply({}, { finish_reason: "length" }))).toMatchObject({ reason: expect.stringContaining("cut off") });
    expect(read({ choices: [{ message: { content: "Sure! Here" } }] })).toMatchObject({
      reason: "the model's answer is not JSON: “Sure! Here”",
    });
    expect(read({ choices: [{ message: { content: null, refusal: "No." } }] })).toMatchObject({
      reason: "the model refused: “No.”",
    });
  });
});
