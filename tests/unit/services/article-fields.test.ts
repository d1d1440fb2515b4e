import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FieldMap } from "../../../shared/article/json-fields.ts";
import { windowOn } from "./exchange/support.ts";

const lines = (...records: object[]) => records.map((one) => JSON.stringify(one)).join("\n");
const story = { nr: 5, inhalt: "Stone said it was time.", kopf: { zeile: "It is time" } };
const map: FieldMap = { text: "inhalt", title: "kopf.zeile" };

/** A window with a new project; `put` writes a file and gives its handle, as a file chooser does. */
async function window() {
  const made = await windowOn();
  await made.newProject("Project");
  const put = async (name: string, content: string | Uint8Array): Promise<string> => {
    writeFileSync(join(made.home, name), content);
    const { entries } = await made.ask("files.list", { folder: null });
    return entries.find((one) => one.name === name)?.handle ?? "";
  };
  const fieldsOf = async (handle: string, fields: FieldMap | null = null) =>
    (await made.ask("article.fields", { source: { handle }, fields })).found;
  const { session } = made;
  const read = (source: { handle: string; fields?: FieldMap }) =>
    made.ask("article.read", { session, sources: [source], task: "t" });
  return { ...made, put, fieldsOf, read };
}

describe("the fields of a file", () => {
  it("are given with a preview, and with what is wrong by line", async () => {
    const { put, fieldsOf } = await window();
    const handle = await put("news.jsonl", `${lines(story)}\n{"inhalt":\n${lines({ nr: 6 })}`);
    expect(await fieldsOf(handle)).toMatchObject({ name: "news.jsonl", records: 2, map: {}, preview: null });
    const found = await fieldsOf(handle, map);
    expect(found?.preview).toMatchObject({ title: "It is time", start: story.inhalt, isWhole: true, words: 5 });
    expect(found?.problems.map(({ path }) => path)).toEqual(["line 2", "line 3"]);
  });

  it("are those of JSON Lines alone, whatever the name says", async () => {
    const { put, fieldsOf } = await window();
    expect(await fieldsOf(await put("a.txt", lines(story)))).toBeNull();
    expect(await fieldsOf(await put("b.jsonl", `Plain words.\n${lines(story)}`))).toBeNull();
    expect(await fieldsOf(await put("c.jsonl", '{"a": \n'))).toBeNull();
  });

  it("are found in UTF-16 too, and in a file whose end is a line cut in two", async () => {
    const { put, fieldsOf } = await window();
    const many = lines(...Array.from({ length: 4000 }, () => story));
    const handle = await put("wide.jsonl", Buffer.from(`\ufeff${many}`, "utf16le"));
    expect(await fieldsOf(handle, map)).toMatchObject({ preview: { start: story.inhalt }, problems: [] });
  });

  it("are remembered as they were chosen, for files with the same fields and no others", async () => {
    const { put, fieldsOf, read, profile } = await window();
    const handle = await put("news.jsonl", lines(story));
    expect((await read({ handle, fields: map })).articles).toMatchObject([{ title: "It is time" }]);
    const like = await put("next.ndjson", lines({ kopf: { zeile: "Next" }, nr: 6, inhalt: "More." }));
    expect(await fieldsOf(like)).toMatchObject({ chosen: map, preview: { title: "Next" } });
    expect((await read({ handle: like })).articles).toMatchObject([{ title: "Next", text: "More." }]);
    const { nr: _nr, ...less } = story;
    for (const other of [{ ...story, ort: "Town" }, less]) {
      const unlike = await put("other.jsonl", lines(other));
      expect(await fieldsOf(unlike)).toMatchObject({ chosen: {}, preview: null });
    }
    await read({ handle, fields: { text: "kopf.zeile" } });
    expect(await fieldsOf(like)).toMatchObject({ chosen: { text: "kopf.zeile" } });
    expect(JSON.parse(readFileSync(join(profile.folder, "json-fields.json"), "utf8"))).toHaveLength(1);
  });

  it("are asked for anew where what was remembered cannot be read", async () => {
    const { put, fieldsOf, read, profile } = await window();
    const handle = await put("news.jsonl", lines(story));
    await read({ handle, fields: map });
    writeFileSync(join(profile.folder, "json-fields.json"), "{");
    expect(await fieldsOf(handle)).toMatchObject({ chosen: {}, preview: null });
    await read({ handle, fields: map });
    expect(await fieldsOf(handle)).toMatchObject({ chosen: map });
  });

  it("that name no field, or hold HTML, say so or are read as such", async () => {
    const { put, fieldsOf, ask } = await window();
    const handle = await put("news.jsonl", lines({ story: { html: "<p>One.</p><p>Two &amp; three.</p>" } }));
    expect(await fieldsOf(handle, { text: "story.html" })).toMatchObject({
      preview: { start: "One.\n\nTwo & three." },
    });
    const wrong = { handle, task: "t", fields: { text: "" } };
    await expect(ask("project.open", wrong)).rejects.toThrow();
  });
});

describe("an import", () => {
  it("that is cancelled brings nothing in, not even what was read until then", async () => {
    const { put, ask, read, onEvent } = await window();
    const handle = await put("many.jsonl", lines(...Array.from({ length: 300 }, () => ({ text: "Words." }))));
    const labels: string[] = [];
    onEvent.add((_name, payload) => {
      if ("label" in payload && labels.push(payload.label) === 20) void ask("task.cancel", { task: "t" });
    });
    expect(await read({ handle })).toMatchObject({ articles: [], cancelled: true });
    expect(labels).toContain("many.jsonl: 18 articles");
    expect(labels.length).toBeLessThan(30);
  });
});
