import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { generateProject } from "../../../../bench/project/generate.ts";
import type { Catalogue } from "../../../../electron/services/catalogue.ts";
import { indexPath, openIndex } from "../../../../electron/services/index/project-index.ts";
import { folderBackend } from "../../../../electron/services/store/folder.ts";
import { articleState, withArticle } from "../../../../shared/annotation/state.ts";
import { everyArticle, type IndexStatus } from "../../../../shared/host/listing.ts";
import { article, temporaryFolder } from "../../../builders.ts";
import { age } from "../../../support/age.ts";
import { ann, newFolder, newProfile, session, until } from "../support.ts";

/** A project of so many articles, each with a word of its own. */
async function projectOf(count: number): Promise<string> {
  const folder = await newFolder();
  const backend = folderBackend(folder, ann);
  let { state } = await backend.load();
  const before = state;
  for (let n = 0; n < count; n++) {
    const name = `w${String(n).padStart(4, "0")}`;
    state = withArticle(state, articleState(article(`The river and ${name}.`, { id: name, title: `Story ${name}` })));
  }
  await backend.save(before, state, () => undefined);
  return folder;
}

async function opened(profile: string, folder: string) {
  const statuses: IndexStatus[] = [];
  const index = await openIndex(profile, folder, ann.id, {
    changed: () => undefined,
    status: (status) => statuses.push(status),
  });
  onTestFinished(() => index.close());
  return { index, statuses };
}

const ready = (index: Catalogue) => until(() => index.status().state === "ready");
const titles = async (index: Catalogue) => (await index.page(everyArticle, 0, 500)).articles.map(({ title }) => title);
const found = async (index: Catalogue, query: string) =>
  (await index.search({ query, order: "date" }, 0, 500)).articles;

describe("a project's index in the profile", () => {
  it("is there again at the next start, and made anew where it is lost", async () => {
    const folder = await projectOf(3);
    const profile = temporaryFolder();
    for (const lose of [false, false, true]) {
      if (lose) rmSync(join(profile, "index"), { recursive: true });
      const { index } = await opened(profile, folder);
      await ready(index);
      expect(await titles(index)).toEqual(["Story w0000", "Story w0001", "Story w0002"]);
      expect(await found(index, "w0001")).toBe(1);
      await index.close();
    }
  });

  const damages: Record<string, (path: string) => void> = {
    "no database": (path) =>
      writeFileSync(path, "not a database at all, but long enough to be looked at as one".repeat(90)),
    "cut short": (path) => truncateSync(path, 6_000),
    "full of holes": (path) => {
      const file = openSync(path, "r+");
      for (let at = 4096 * 3; at < readFileSync(path).length; at += 4096 * 2)
        writeSync(file, Buffer.alloc(4096, 7), 0, 4096, at);
      closeSync(file);
    },
    "of another version": (path) => {
      const database = new DatabaseSync(path);
      database.exec("DROP TABLE work; PRAGMA user_version = 99");
      database.close();
    },
    "of another program": (path) => {
      rmSync(path);
      const database = new DatabaseSync(path);
      database.exec("CREATE TABLE note (text)");
      database.close();
    },
  };
  for (const [what, damage] of Object.entries(damages)) {
    it(`is made anew where its file is ${what}`, async () => {
      const folder = await projectOf(60);
      const profile = temporaryFolder();
      const first = await opened(profile, folder);
      await ready(first.index);
      await first.index.close();
      damage(indexPath(profile, folder));
      const { index } = await opened(profile, folder);
      await until(async () => (await found(index, "river")) === 60 && (await titles(index)).length === 60);
      await ready(index);
    });
  }

  it("keeps what was read when its building is stopped, and goes on from there", async () => {
    const folder = join(temporaryFolder(), "project");
    generateProject(folder, { articles: 1_200, wordsPerArticle: 160, entities: 20, seed: 3 });
    age(folder);
    const profile = temporaryFolder();
    const { index, statuses } = await opened(profile, folder);
    index.stop();
    await until(() => ["stopped", "ready"].includes(index.status().state));
    expect(index.status().state).toBe("stopped");
    const kept = (await index.page(everyArticle, 0, 1)).total;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(1_200);
    expect(await found(index, "the OR of OR to OR and OR a")).toBe(kept);
    statuses.length = 0;
    index.build();
    await ready(index);
    expect((await index.page(everyArticle, 0, 1)).total).toBe(1_200);
    // The first only says that it goes on.
    const lowest = Math.min(...statuses.slice(1).flatMap(({ state, done }) => (state === "building" ? [done] : [])));
    expect(lowest).toBeGreaterThanOrEqual(kept);
  });

  it("is gone without where the profile cannot hold it: articles are listed from their files", async () => {
    const folder = await projectOf(2);
    const profile = await newProfile();
    mkdirSync(indexPath(profile.folder, folder), { recursive: true });
    const { session: one } = await session(profile, folder);
    const listed = await one.articles(everyArticle, 0, 10);
    expect(listed.articles.map(({ id }) => id)).toEqual(["w0000", "w0001"]);
    await expect(one.search({ query: "river", order: "date" }, 0, 10)).rejects.toThrow("there is no index");
    expect((await one.opened(null)).index.state).toBe("none");
    expect(existsSync(join(folder, "project.json"))).toBe(true);
  });
});

describe("a session's article list", () => {
  it("shows and finds what is open as the window has it, before and after it is saved", async () => {
    const folder = await projectOf(2);
    const { session: one } = await session(await newProfile(), folder);
    await one.openArticle("w0001");
    const before = one.state().articles.get("w0001")?.article ?? article("");
    const after = { ...before, title: "A new title", text: "Quite another lake." };
    const extra = article("An estuary.", { id: "extra", title: "Extra" });
    await one.apply(0, [
      { label: "Edit", at: "2026-11-24T10:00:00.000Z", changes: [{ table: "article", id: "w0001", before, after }] },
      {
        label: "Import",
        at: "2026-11-24T10:00:00.000Z",
        changes: [{ table: "article", id: "extra", before: null, after: extra }],
      },
    ]);
    const look = async () => ({
      titles: (await one.articles(everyArticle, 0, 10)).articles.map(({ title }) => title),
      places: (await one.search({ query: "lake OR estuary OR w0001", order: "date" }, 0, 10)).hits.map(
        ({ hit }) => hit,
      ),
      place: (await one.place(everyArticle, "extra")).place,
    });
    const expected = { titles: ["A new title", "Extra", "Story w0000"], places: ["lake", "estuary"], place: 1 };
    expect(await look()).toEqual(expected);
    await one.save();
    expect(await look()).toEqual(expected);
    const gone = { table: "article" as const, id: "extra", before: extra, after: null };
    await one.apply(2, [{ label: "Undo", at: "2026-11-24T10:00:00.000Z", changes: [gone] }]);
    expect((await look()).titles).toEqual(["A new title", "Story w0000"]);
  });
});
