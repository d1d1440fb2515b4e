import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFolderProject, folderBackend } from "../../../electron/services/store/folder.ts";
import { setWorkState } from "../../../shared/annotation/actions/annotation.ts";
import { deleteEntity, mergeEntities, setEntity } from "../../../shared/annotation/actions/entity.ts";
import { removeArticle, setArticle, setProject } from "../../../shared/annotation/actions/project.ts";
import { coveredText } from "../../../shared/annotation/graph.ts";
import { openArticle } from "../../../shared/annotation/state.ts";
import { articleToFile } from "../../../shared/format/contents.ts";
import { writeArticle } from "../../../shared/format/project-files.ts";
import { applied, article, author, plain, project, temporaryFolder } from "../../builders.ts";
import { ann, bob, filled, filledFolder, found, marking, must, newFolder, story } from "./support.ts";

const annotationsPath = (folder: string) => join(folder, "annotations", "a1", "story.json");
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const ignore = () => undefined;

describe("a project folder", () => {
  it("is made only where nothing is", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "thesis.docx"), "");
    await expect(createFolderProject(folder, project(), ann)).rejects.toThrow("not empty");
  });

  it("gives back the very state that was saved", async () => {
    const folder = await newFolder();
    const backend = folderBackend(folder, ann);
    const { state } = await backend.load();
    await backend.save(state, filled(state), ignore);
    const again = await found(folder);
    expect(again.problems).toEqual([]);
    expect(plain(again.state)).toEqual(plain(filled(state)));
    expect(again.articles).toMatchObject([{ id: "story", state: "doing", mentions: 1, quotes: 1, words: 10 }]);
  });

  it("is written to only where something has changed", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const before = readdirSync(folder, { recursive: true }).sort();
    await backend.save(state, { ...state, articles: state.articles.map((open) => ({ ...open })) }, ignore);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  });

  it("keeps an article's versions as they are, each with the one before it", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const [first] = readdirSync(join(folder, "articles", "story"));
    const bytes = readFileSync(join(folder, "articles", "story", must(first)));
    await backend.save(state, applied(state, setArticle(state, author(), "story", "Title", { title: "New" })), ignore);
    const versions = readdirSync(join(folder, "articles", "story"));
    expect(versions).toHaveLength(2);
    expect(readFileSync(join(folder, "articles", "story", must(first)))).toEqual(bytes);
    const second = json(join(folder, "articles", "story", must(versions.find((name) => name !== first))));
    expect(`${second.previous}.json`).toBe(first);
    expect(openArticle((await found(folder)).state, "story").article.title).toBe("New");
  });

  it("only appends to the register", async () => {
    const folder = await filledFolder();
    const log = () => readFileSync(join(folder, "entities", "a1.jsonl"), "utf8");
    const before = log();
    const { backend, state } = await found(folder);
    const by = author();
    const renamed = applied(state, setEntity(state, by, "e1", "Rename", { name: "Z. Doe" }));
    const merged = applied(renamed, mergeEntities(renamed, by, "e2", "e1"));
    await backend.save(state, merged, ignore);
    expect(log().startsWith(before)).toBe(true);
    expect(plain((await found(folder)).state)).toEqual(plain(merged));
    const deleted = applied(merged, deleteEntity(merged, by, "e1"));
    await backend.save(merged, deleted, ignore);
    expect(plain((await found(folder)).state)).toEqual(plain(deleted));
    await backend.save(deleted, merged, ignore);
    expect(plain((await found(folder)).state)).toEqual(plain(merged));
  });

  it("reads a register with a torn last line, and mends it only when it has more to write", async () => {
    const folder = await filledFolder();
    const path = join(folder, "entities", "a1.jsonl");
    const torn = Buffer.concat([
      readFileSync(path),
      Buffer.from('{"at":"2026-11-24T10:00:00Z","do":"set","note":"ë').subarray(0, -1),
    ]);
    writeFileSync(path, torn);
    const { backend, state, problems } = await found(folder);
    expect(problems).toMatchObject([{ file: "project/entities/a1.jsonl", path: "line 3" }]);
    expect(readFileSync(path)).toEqual(torn);
    const renamed = applied(state, setEntity(state, author(), "e1", "Rename", { name: "Z. Doe" }));
    await backend.save(state, renamed, ignore);
    const again = await found(folder);
    expect(again.problems).toEqual([]);
    expect(again.state.entities.get("e1")?.name).toBe("Z. Doe");
  });

  it("hides a removed article, keeps its files and its id, and brings it back", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const removed = applied(state, removeArticle(state, author(), "story"));
    await backend.save(state, removed, ignore);
    expect((await found(folder)).articles).toEqual([]);
    expect(await backend.holds("story")).toBe(true);
    expect(await backend.holds("other")).toBe(false);
    await backend.save(removed, state, ignore);
    expect(plain((await found(folder)).state)).toEqual(plain(state));
  });

  it("keeps fields that it does not know, in every file that it writes again", async () => {
    const folder = await filledFolder();
    const path = annotationsPath(folder);
    const file = json(path);
    file["x-top"] = { b: 1, a: [2] };
    file.mentions[0]["x-mention"] = true;
    file.mentions[0].spans[0]["x-span"] = 7;
    writeFileSync(path, JSON.stringify(file));
    const projectPath = join(folder, "project.json");
    writeFileSync(projectPath, JSON.stringify({ ...json(projectPath), "x-project": "kept" }));
    const { backend, state } = await found(folder);
    const next = applied(state, marking("m9"), setProject(state, author(), "Name", { name: "Renamed" }));
    await backend.save(state, next, ignore);
    expect(json(path)).toMatchObject({
      "x-top": { a: [2], b: 1 },
      mentions: [{ "x-mention": true, spans: [{ "x-span": 7 }] }, { id: "m9" }],
    });
    expect(json(projectPath)).toMatchObject({ name: "Renamed", "x-project": "kept" });
  });

  it("does not overwrite what somebody else changed meanwhile", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    for (const path of [join(folder, "project.json"), annotationsPath(folder)]) {
      const theirs = `${readFileSync(path, "utf8")}\n`;
      writeFileSync(path, theirs);
      const next = applied(state, marking("m9"), setProject(state, author(), "Name", { name: path }));
      const articlesOnly = path.includes("annotations") ? { ...next, project: state.project } : next;
      await expect(backend.save(state, articlesOnly, ignore)).rejects.toThrow(/changed/);
      expect(readFileSync(path, "utf8")).toBe(theirs);
    }
  });

  it("keeps a copy of a damaged file before it is written again", async () => {
    const folder = await filledFolder();
    const path = annotationsPath(folder);
    const file = json(path);
    file.mentions.push({ ...file.mentions[0], id: "bad", spans: [{ start: 0, end: 900, text: "x" }] });
    const damaged = JSON.stringify(file);
    writeFileSync(path, damaged);
    const { backend, state, problems } = await found(folder);
    expect(problems).toMatchObject([{ file: "project/annotations/a1/story.json", path: "mentions[1]" }]);
    await backend.save(state, applied(state, setWorkState(state, author(), "story", "done")), ignore);
    const copies = readdirSync(join(folder, "annotations", "a1")).filter((name) => name.endsWith(".damaged"));
    expect(copies.map((name) => readFileSync(join(folder, "annotations", "a1", name), "utf8"))).toEqual([damaged]);
  });

  /** The project after somebody else wrote a newer text of its article. */
  async function newlyWritten(text: string): Promise<{ folder: string; anchor: string; newest: string }> {
    const folder = await filledFolder();
    const [first] = readdirSync(join(folder, "articles", "story"));
    const anchor = must(first).replace(".json", "");
    const created = "2027-01-01T00:00:00.000Z";
    const bytes = writeArticle({ previous: anchor, created, annotator: "a2", article: articleToFile(article(text)) });
    const newest = "f".repeat(32);
    writeFileSync(join(folder, "articles", "story", `${newest}.json`), bytes);
    return { folder, anchor, newest };
  }

  it("moves annotations to a newer text when they are read, and writes that with their owner's next save", async () => {
    const { folder, anchor, newest } = await newlyWritten(`Update. ${story.text}`);
    const before = readFileSync(annotationsPath(folder), "utf8");
    const { backend, state, problems, notices } = await found(folder);
    expect(problems).toEqual([]);
    expect(notices).toMatchObject([{ title: "The text was changed since you marked it" }]);
    const moved = must(openArticle(state, "story").mentions.get("m1"));
    expect(coveredText(openArticle(state, "story").article.text, moved.spans)).toBe("Zoë Doe");
    expect(readFileSync(annotationsPath(folder), "utf8")).toBe(before);
    expect(json(annotationsPath(folder)).articleVersion).toBe(anchor);
    await backend.save(state, applied(state, marking("m9")), ignore);
    expect(json(annotationsPath(folder)).articleVersion).toBe(newest);
    const again = await found(folder);
    expect(again.problems).toEqual([]);
    expect(again.notices).toEqual([]);
  });

  it("keeps what has lost its words as an orphan, also in the file", async () => {
    const { folder } = await newlyWritten("Something else altogether was printed here.");
    const { backend, state, problems } = await found(folder);
    expect(problems).toEqual([]);
    const orphan = openArticle(state, "story").orphans.get("m1");
    expect(orphan).toMatchObject({ kind: "mention", lost: [{ field: "spans", text: "Zoë Doe" }] });
    await backend.save(state, applied(state, setWorkState(state, author(), "story", "done")), ignore);
    const again = await found(folder);
    expect(again.problems).toEqual([]);
    expect(openArticle(again.state, "story").orphans.get("m1")).toEqual(orphan);
  });

  it("lists the versions of an article, newest first, and reads each", async () => {
    const { folder, anchor, newest } = await newlyWritten(`Update. ${story.text}`);
    const { backend } = await found(folder);
    const versions = await backend.versions("story");
    expect(versions.map(({ version, annotator }) => [version, annotator])).toEqual([
      [newest, "a2"],
      [anchor, null],
    ]);
    expect((await backend.version("story", anchor)).text).toBe(story.text);
    await expect(backend.version("story", "../../project")).rejects.toMatchObject({
      problem: { reason: "no version has that name" },
    });
  });

  it("opens the rest where an article cannot be read, and says which", async () => {
    const folder = await filledFolder();
    const [version] = readdirSync(join(folder, "articles", "story"));
    writeFileSync(join(folder, "articles", "story", must(version)), "{");
    const { articles, problems } = await folderBackend(folder, ann).articles();
    expect(articles).toEqual([]);
    expect(problems).toMatchObject([{ file: `project/articles/story/${version}`, path: "line 1, column 2" }]);
  });

  it("refuses an article whose id would lead out of it", async () => {
    const folder = await newFolder();
    const backend = folderBackend(folder, ann);
    const { state } = await backend.load();
    const change = {
      table: "article" as const,
      id: "../../out",
      before: null,
      after: article("x", { id: "../../out" }),
    };
    const next = applied(state, { label: "", at: "2026-01-01T00:00:00Z", changes: [change] });
    await expect(backend.save(state, next, ignore)).rejects.toThrow("no file can have that name");
  });

  it("shows one annotator's own work, and everybody's in a document of all", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder, bob);
    expect(openArticle(state, "story").mentions.size).toBe(0);
    await backend.save(state, applied(state, marking("m9")), ignore);
    const after = await found(folder, bob);
    const all = await after.backend.document(after.state, "story", "all");
    expect(all.annotators.map(({ id, name, state: work }) => [id, name, work])).toEqual([
      ["a1", "Ann", "doing"],
      ["a2", "Bob", "todo"],
    ]);
    expect([...all.open.mentions.keys()].sort()).toEqual(["m1", "m9"]);
    expect((await after.backend.document(after.state, "story", "mine")).open.mentions.size).toBe(1);
  });
});
