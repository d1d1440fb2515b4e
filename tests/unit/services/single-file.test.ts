import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { singleFileBackend } from "../../../electron/services/store/single-file.ts";
import { createEntity } from "../../../shared/annotation/actions/entity.ts";
import { addArticles } from "../../../shared/annotation/actions/project.ts";
import { type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { readAnnotation, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { applied, article, author, mention, plain, quote, spanOf, temporaryFolder } from "../../builders.ts";
import { bob, filledFolder, found, marking, must, newProfile, session, text } from "./support.ts";

/** A file that Ann's project exported, with Bob's mention too where `both` are wanted. */
async function exported(both = false): Promise<string> {
  const folder = await filledFolder();
  if (both) {
    const theirs = await found(folder, bob);
    const made = applied(theirs.state, marking("m9"));
    const open = must(made.articles.get("story"));
    const mine = open.mentions.map((one) => ({ ...one, annotator: "a2" }));
    await theirs.backend.save(theirs.state, withArticle(made, { ...open, mentions: mine }), () => undefined);
  }
  const { backend, state } = await found(folder);
  const path = join(temporaryFolder(), "story.onrecord.json");
  writeFileSync(path, writeAnnotation(await backend.document(state, "story", "all")));
  return path;
}

async function opened(path: string) {
  const backend = await singleFileBackend(path, { id: "me", name: "Me" });
  const { state } = await backend.load();
  return { backend, state: withArticle(state, (await backend.article("story")).open) as ProjectState };
}
const ignore = () => undefined;

describe("a single annotation file", () => {
  it("opened where nobody has worked yet, gives the same bytes when it is exported again", async () => {
    const path = await exported();
    const { session: first } = await session(await newProfile(), path, await singleFileBackend(path, bob));
    expect(writeAnnotation(await first.document("story", "all"))).toBe(readFileSync(path, "utf8"));
    expect(writeAnnotation(await first.document("story", "mine"))).toBe(readFileSync(path, "utf8"));
  });

  it("gives back in a project what went into the file", async () => {
    const path = await exported();
    const { state } = await opened(path);
    expect([...state.entities.keys()]).toEqual(["e1"]);
    expect(must(state.articles.get("story")).mentions.get("m1")).toEqual(mention("m1", spanOf(text, "Zoë Doe"), "e1"));
  });

  it("is saved over itself and opened again in the same window as it was saved", async () => {
    const path = await exported();
    const { backend, state } = await opened(path);
    const next = applied(state, marking("m8"), createEntity(state, author(), "Person", "Not named yet").operation);
    await backend.save(state, next, ignore);
    const again = await backend.load();
    expect(plain(withArticle(again.state, (await backend.article("story")).open))).toEqual(plain(next));
    expect(plain((await opened(path)).state)).toEqual(plain(next));
  });

  it("goes on as its only annotator, and as this user where it has several", async () => {
    expect((await opened(await exported())).backend.annotator).toEqual({ id: "a1", name: "Ann" });
    expect((await opened(await exported(true))).backend.annotator).toEqual({ id: "me", name: "Me" });
  });

  it("exports one annotator's work with what it refers to, and everybody's", async () => {
    const { backend, state } = await opened(await exported(true));
    const all = await backend.document(state, "story", "all");
    expect(all.annotators.map(({ id }) => id)).toEqual(["a1", "a2"]);
    const open = must(state.articles.get("story"));
    const own = quote("q8", [spanOf(text, "time")], { annotator: "me", speakers: [{ mention: "m9" }] });
    const worked = withArticle(state, { ...open, quotes: open.quotes.set("q8", own) });
    const mine = await backend.document(worked, "story", "mine");
    expect([...mine.open.quotes.keys(), ...mine.open.mentions.keys()]).toEqual(["q8", "m9"]);
    expect(mine.annotators.map(({ id }) => id)).toEqual(["a2", "me"]);
    const read = readAnnotation("mine", writeAnnotation(mine), 0);
    expect(read.ok && read.problems).toEqual([]);
  });

  it("is not overwritten when another program has changed it", async () => {
    const path = await exported();
    const { backend, state } = await opened(path);
    const theirs = readFileSync(path, "utf8").replace('"Ann"', '"Anna"');
    writeFileSync(path, theirs);
    await expect(backend.save(state, applied(state, marking("m8")), ignore)).rejects.toThrow(
      "has changed it in the meantime",
    );
    expect(readFileSync(path, "utf8")).toBe(theirs);
  });

  it("takes no second article", async () => {
    const { backend, state } = await opened(await exported());
    const two = applied(state, addArticles(state, author(), [article("More.", { id: "more" })]));
    await expect(backend.save(state, two, ignore)).rejects.toThrow("one article only");
  });

  it("brings back what was not saved, and saves it", async () => {
    const [profile, path] = [await newProfile(), await exported()];
    const { session: first } = await session(profile, path, await singleFileBackend(path, bob));
    await first.openArticle("story");
    await first.apply(0, [marking("m8")]);
    const { session: second } = await session(profile, path, await singleFileBackend(path, bob));
    expect((await second.opened(null)).notices).toHaveLength(1);
    expect((await opened(path)).state.articles.get("story")?.mentions.has("m8")).toBe(true);
  });

  it("keeps fields that it does not know", async () => {
    const path = await exported();
    const file = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...file, "x-top": 1, project: { ...file.project, "x-in": [2] } }));
    const { backend, state } = await opened(path);
    await backend.save(state, applied(state, marking("m8")), ignore);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ "x-top": 1, project: { "x-in": [2] } });
  });
});

describe("an exported article", () => {
  it("is the same from its folder as from the folder of whoever received it", async () => {
    const folder = await filledFolder();
    const { backend, state } = await found(folder);
    const first = writeAnnotation(await backend.document(state, "story", "mine"));
    const again = folderBackend(folder, backend.annotator);
    expect(writeAnnotation(await again.document((await again.load()).state, "story", "mine"))).toBe(first);
  });
});
