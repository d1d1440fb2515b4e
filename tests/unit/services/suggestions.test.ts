import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { singleFileBackend } from "../../../electron/services/store/single-file.ts";
import { withSuggestions } from "../../../electron/services/suggested-document.ts";
import { acceptSuggestion, rejectSuggestions } from "../../../shared/annotation/actions/suggestion.ts";
import { replaceText } from "../../../shared/annotation/actions/text.ts";
import { openArticle, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { readAnnotation, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { applied, author, plain, spanOf, suggestion, temporaryFolder } from "../../builders.ts";
import { ann, bob, filledFolder, found, must, newProfile, session, text } from "./support.ts";

const post = suggestion("mention", [spanOf(text, "The Post")], {
  form: "name",
  means: { entity: "e2", type: "Person", name: "The Post" },
});
const agreed = suggestion("claim", [spanOf(text, "The Post agreed.")]);
const ignore = () => undefined;
const rejected = (state: ProjectState) => applied(state, rejectSuggestions(state, author(), "story", [post, agreed]));
const decisionsFile = (folder: string) => join(folder, "suggestions", "a1", "story.json");
const lessonsFile = (folder: string) => join(folder, "suggestions", "a1.json");
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

describe("decisions on suggestions, in a project folder", () => {
  it("lie in files of their own, in code points with their words, and are found again", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const before = readFileSync(join(folder, "annotations", "a1", "story.json"), "utf8");
    const next = rejected(state);
    await backend.save(state, next, ignore);
    expect(json(decisionsFile(folder)).suggestions[0]).toMatchObject({
      decision: "rejected",
      spans: [{ text: "The Post" }],
    });
    expect(json(lessonsFile(folder)).lessons).toHaveLength(3);
    expect(readFileSync(join(folder, "annotations", "a1", "story.json"), "utf8")).toBe(before);
    expect(plain((await found(folder)).state)).toEqual(plain(next));
    expect(openArticle((await found(folder, bob)).state, "story").suggestions.size).toBe(0);
  });

  it("have beside them what nobody has decided, which is made again and never read back", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const next = rejected(state);
    await backend.save(state, next, ignore);
    const { suggestions } = json(decisionsFile(folder));
    const pending = suggestions.filter((one: { decision: string }) => one.decision === "pending");
    expect(pending).not.toEqual([]);
    for (const one of pending) expect(one).toMatchObject({ producer: "onrecord-en", decided: null });
    expect(openArticle((await found(folder)).state, "story").suggestions.size).toBe(2);
    await backend.save(next, state, ignore);
    expect(json(decisionsFile(folder)).suggestions).toEqual([]);
  });

  it("follow the text to its newest version, whoever changed it", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    await backend.save(state, rejected(state), ignore);
    const edited = `It rained. ${text}`.replace("The Post agreed.", "Nobody agreed, but The Post did not say so.");
    const other = await found(folder, bob);
    const fields = { text: edited, blocks: blocksOfPlainText(edited) };
    const changed = applied(other.state, replaceText(other.state, author("a2"), "story", "Edit", fields).operation);
    await other.backend.save(other.state, changed, ignore);
    const kept = [...openArticle((await found(folder)).state, "story").suggestions.values()];
    for (const one of kept) expect(edited.slice(one.spans[0]?.start, one.spans[0]?.end)).toMatch(/The Post/);
  });

  it("open as far as they can be read, say what is wrong, and are kept beside before they are written again", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    await backend.save(state, rejected(state), ignore);
    const file = json(decisionsFile(folder));
    file.suggestions[0].spans[0].text = "Something else";
    file["x-mine"] = 1;
    writeFileSync(decisionsFile(folder), JSON.stringify(file));
    const damaged = readFileSync(decisionsFile(folder), "utf8");
    const again = await found(folder);
    expect(again.problems).toMatchObject([{ file: "project/suggestions/a1/story.json", path: "suggestions[0]" }]);
    expect(openArticle(again.state, "story").suggestions.size).toBe(1);
    await again.backend.save(again.state, rejected(again.state), ignore);
    expect(json(decisionsFile(folder))["x-mine"]).toBe(1);
    const beside = readdirSync(join(folder, "suggestions", "a1")).find((name) => name.endsWith(".damaged"));
    expect(readFileSync(join(folder, "suggestions", "a1", must(beside)), "utf8")).toBe(damaged);
  });

  it("come back from the journal where no file held them yet", async () => {
    const folder = await filledFolder();
    const profile = await newProfile();
    const first = await session(profile, folder);
    await first.session.openArticle("story");
    const operation = must(rejectSuggestions(first.session.state(), author(), "story", [post]));
    await first.session.apply(0, [operation]);
    expect(existsSync(decisionsFile(folder))).toBe(false);
    rmSync(join(folder, "annotators", ".a1.lock"), { force: true });
    await first.session.close();
    const { state } = await found(folder);
    expect([...openArticle(state, "story").suggestions.values()]).toMatchObject([{ decision: "rejected" }]);
    expect(state.lessons.size).toBe(2);
  });
});

describe("what others decided as the same annotator on another machine", () => {
  it("is taken in, and both count", async () => {
    const folder = await filledFolder();
    const here = await found(folder);
    const there = await found(folder);
    const theirs = applied(there.state, rejectSuggestions(there.state, author("b"), "story", [agreed]));
    await there.backend.save(there.state, theirs, ignore);
    const news = await here.backend.news(here.state, () => false);
    expect(news.files.map(({ name }) => name)).toContain("project/suggestions/a1.json");
    expect(openArticle(news.theirs, "story").suggestions.size).toBe(1);
    expect(news.theirs.lessons.size).toBe(1);
  });
});

describe("decisions on suggestions, in a single file", () => {
  it("are in the file that is worked in and in no export", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const path = join(temporaryFolder(), "story.onrecord.json");
    writeFileSync(path, writeAnnotation(await backend.document(state, "story", "mine"), "all"));
    const file = await singleFileBackend(path, ann);
    const loaded = await file.load();
    const opened = withArticle(loaded.state, (await file.article("story")).open);
    const next = rejected(opened);
    await file.save(opened, next, ignore);
    const again = await singleFileBackend(path, ann);
    const { open, problems } = await again.article("story");
    expect(problems).toEqual([]);
    expect(open.suggestions.size).toBe(2);
    expect((await again.load()).state.lessons.size).toBe(3);
    const exported = JSON.parse(writeAnnotation(await again.document(next, "story", "mine")));
    expect(exported.suggestions).toBeUndefined();
    expect(exported.lessons).toBeUndefined();
  });
});

describe("an export with suggestions", () => {
  it("holds what is undecided as annotations that nobody accepted, and opens without a problem", async () => {
    const folder = await filledFolder();
    const backend = folderBackend(folder, ann);
    const { state } = await found(folder);
    const accepted = applied(state, acceptSuggestion(state, author(), "story", agreed).operation);
    await (await found(folder)).backend.save(state, accepted, ignore);
    await backend.load();
    const document = await backend.document((await found(folder)).state, "story", "mine");
    const content = writeAnnotation(withSuggestions(document, ann));
    const read = readAnnotation("out.json", content, content.length);
    if (!read.ok) throw new Error(read.problem.reason);
    expect(read.problems).toEqual([]);
    const origins = [...read.document.open.mentions.values(), ...read.document.open.claims.values()].map(
      (one) => one.origin,
    );
    expect(origins.filter((one) => one.kind === "suggested" && one.accepted === null).length).toBeGreaterThan(0);
    expect(origins.filter((one) => one.kind === "suggested" && one.accepted !== null)).toHaveLength(1);
  });
});
