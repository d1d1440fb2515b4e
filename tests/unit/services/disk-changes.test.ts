import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { singleFileBackend } from "../../../electron/services/store/single-file.ts";
import { setProject } from "../../../shared/annotation/actions/project.ts";
import { apply } from "../../../shared/annotation/operation.ts";
import { emptyProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { writeAnnotation } from "../../../shared/format/annotation-file.ts";
import type { DiskNews } from "../../../shared/host/contract.ts";
import { everyArticle } from "../../../shared/host/listing.ts";
import { article, author, entity, project, temporaryFolder } from "../../builders.ts";
import { bob, filledFolder, found, importing, marking, must, newProfile, session, story, until } from "./support.ts";

const rename = (name: string) => must(setProject(emptyProjectState(project()), author(), "Rename", { name }));
const adding = (id: string) => ({
  label: "Add entity",
  at: "2026-11-24T10:00:00.000Z",
  changes: [{ table: "entity" as const, id, before: null, after: entity(id, `Name ${id}`) }],
});

/** Ann's session on a filled folder, with her story open. */
async function annAtWork() {
  const [profile, folder] = [await newProfile(), await filledFolder()];
  const all = await session(profile, folder);
  await all.session.openArticle("story");
  return { profile, folder, ...all };
}

/** What a colleague's program writes. */
async function bobSaves(folder: string, operation: Parameters<typeof apply>[1]): Promise<void> {
  const { backend, state } = await found(folder, bob);
  await backend.save(state, apply(state, operation), () => undefined);
}

const file = (folder: string) => join(folder, "annotations", "a1", "story.json");
const rewrite = (path: string, from: string, to: string) =>
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(from, to));

describe("a session, of what others change on the disk", () => {
  it("tells at once what a colleague added to the register, and writes none of it itself", async () => {
    const { folder, news, session: first } = await annAtWork();
    await bobSaves(folder, adding("e7"));
    await until(() => news.length > 0);
    expect(news[0]).toMatchObject({ files: ["project/entities/a2.jsonl"] });
    expect(news[0]?.operation.changes).toMatchObject([{ table: "entity", id: "e7", before: null }]);
    await first.apply(0, [must(news[0]).operation]);
    expect(await first.settled(1, [])).toEqual([]);
    expect((await first.save()).state).toBe("saved");
    expect(readFileSync(join(folder, "entities", "a1.jsonl"), "utf8")).not.toContain("e7");
  });

  it("tells nothing of what it wrote itself", async () => {
    const { news, session: first } = await annAtWork();
    await first.apply(0, [marking("m8"), adding("e8"), rename("Renamed")]);
    await first.save();
    await first.look();
    expect(news.filter(({ operation }) => operation.changes.length > 0)).toEqual([]);
  });

  it("does not write over the project that somebody else has changed, until the window has taken that in", async () => {
    const { folder, news, session: first } = await annAtWork();
    await first.apply(0, [rename("Mine")]);
    rewrite(join(folder, "project.json"), '"guidelines": ""', '"guidelines": "Theirs"');
    expect((await first.save()).state).not.toBe("saved");
    expect(readFileSync(join(folder, "project.json"), "utf8")).toContain('"Project"');
    const [told] = news;
    const before = must(rename("Mine").changes[0]).after;
    const after = { ...before, guidelines: "Theirs" };
    const change = { table: "project" as const, id: "p1", before, after } as never;
    await first.apply(1, [{ label: "Take in", at: "2026-11-24T10:00:00.000Z", changes: [change] }]);
    await first.settled(must(told).number, []);
    expect((await first.save()).state).toBe("saved");
    const written = readFileSync(join(folder, "project.json"), "utf8");
    expect([written.includes('"Mine"'), written.includes('"Theirs"')]).toEqual([true, true]);
  });

  it("keeps the version that lost in a file beside, whichever it is", async () => {
    const { folder, news, session: first } = await annAtWork();
    await first.apply(0, [marking("m8")]);
    rewrite(file(folder), '"note": ""', '"note": "theirs"');
    await first.save();
    const kept = await first.settled(must(news[0]).number, [
      { side: "theirs", article: "story" },
      { side: "mine", article: "story" },
    ]);
    expect(kept).toMatchObject([/^story\.json\.[0-9a-f]{8}\.theirs$/, /^story\.json\.[0-9a-f]{8}\.mine$/]);
    const [theirs, mine] = kept.map((name) => readFileSync(join(folder, "annotations", "a1", name), "utf8"));
    expect([theirs?.includes('"theirs"'), mine?.includes('"m8"')]).toEqual([true, true]);
    expect((await found(folder)).problems).toEqual([]);
  });

  it("lists an article that a colleague brought, and takes in what they changed in another", async () => {
    const { folder, news, session: first } = await annAtWork();
    const [change] = importing.changes;
    const extra = article("New text.", { id: "extra", title: "Extra" });
    await bobSaves(folder, { ...importing, changes: [{ ...must(change), id: "extra", after: extra } as never] });
    const listed = async () => (await first.articles(everyArticle, 0, 10)).articles.map(({ id }) => id);
    await until(async () => (await listed()).length > 1);
    expect(await listed()).toEqual(["extra", "story"]);
    const retitled = { table: "article" as const, id: "story", before: story, after: { ...story, title: "Retitled" } };
    await bobSaves(folder, { label: "Retitle", at: "2026-11-24T10:00:00.000Z", changes: [retitled] });
    const isRetitling = ({ operation }: DiskNews) => operation.changes.some(({ table }) => table === "article");
    await until(() => news.some(isRetitling));
    expect(news.find(isRetitling)?.files).toEqual(["project/articles/story"]);
  });

  it("writes a file of its own again that was removed or made unreadable, and keeps what was put there", async () => {
    const { folder, notices } = await annAtWork();
    const bytes = readFileSync(file(folder), "utf8");
    rmSync(file(folder));
    await until(() => existsSync(file(folder)));
    expect(readFileSync(file(folder), "utf8")).toBe(bytes);
    writeFileSync(file(folder), "{ broken");
    await until(() => readFileSync(file(folder), "utf8") === bytes);
    expect(notices.map(({ title }) => title)).toEqual(["A file of yours was removed", "A file of yours was damaged"]);
    const damaged = readdirSync(join(folder, "annotations", "a1")).filter((name) => name.endsWith(".damaged"));
    expect(readFileSync(join(folder, "annotations", "a1", must(damaged[0])), "utf8")).toBe("{ broken");
  });

  it("makes no new folder where the project's has vanished, and saves when it is back", async () => {
    const { folder, session: first } = await annAtWork();
    renameSync(folder, `${folder}-away`);
    await first.apply(0, [marking("m8")]);
    expect((await first.save()).problem?.reason).toBe(
      "the project's folder is not there any more, or its project.json is not",
    );
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    expect((await first.save()).problem).not.toBeNull();
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    renameSync(`${folder}-away`, folder);
    expect((await first.save()).state).toBe("saved");
    expect(readFileSync(file(folder), "utf8")).toContain('"m8"');
  });

  it("takes in what another program wrote into a single file", async () => {
    const filled = await found(await filledFolder());
    const path = join(temporaryFolder(), "story.onrecord.json");
    writeFileSync(path, writeAnnotation(await filled.backend.document(filled.state, "story", "all"), "all"));
    const all = await session(await newProfile(), path, await singleFileBackend(path, bob));
    await all.session.openArticle("story");
    rewrite(path, '"note": ""', '"note": "theirs"');
    await until(() => all.news.length > 0);
    expect(all.news[0]?.files).toEqual(["story.onrecord.json"]);
    expect(all.news[0]?.operation.changes.length).toBeGreaterThan(0);
    await all.session.apply(0, [must(all.news[0]).operation]);
    await all.session.settled(1, []);
    expect((await all.session.save()).state).toBe("saved");
    expect(readFileSync(path, "utf8")).toContain('"theirs"');
  });

  it("makes what it writes newer than all it has seen, whatever a colleague's clock says", async () => {
    const { folder, session: first, news } = await annAtWork();
    const log = join(folder, "entities", "a2.jsonl");
    const line = { at: "2099-01-01T00:00:00.000Z", do: "set", entity: "e1", field: "name", value: "From the future" };
    writeFileSync(log, `${JSON.stringify(line)}\n`);
    await until(() => news.length > 0);
    await first.apply(0, [must(news[0]).operation]);
    await first.settled(1, []);
    const before = must(must(news[0]).operation.changes[0]).after as never as ReturnType<typeof entity>;
    const change = { table: "entity" as const, id: "e1", before, after: { ...before, name: "Corrected" } };
    await first.apply(1, [{ label: "Correct", at: "2026-11-24T10:00:00.000Z", changes: [change] }]);
    await first.save();
    const { state } = await folderBackend(folder, bob).load();
    expect(withArticle(state, must((await found(folder)).state.articles.get("story"))).entities.get("e1")?.name).toBe(
      "Corrected",
    );
  });
});
