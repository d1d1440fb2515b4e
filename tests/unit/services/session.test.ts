import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openProfile } from "../../../electron/services/profile.ts";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { setProject } from "../../../shared/annotation/actions/project.ts";
import type { Operation } from "../../../shared/annotation/operation.ts";
import { emptyProjectState } from "../../../shared/annotation/state.ts";
import { article, author, project, temporaryFolder } from "../../builders.ts";
import {
  ann,
  filledFolder,
  found,
  importing,
  marking,
  must,
  newFolder,
  newProfile,
  session,
  text,
  until,
  untilJournaled,
} from "./support.ts";

const mentionsOf = async (folder: string) =>
  [...must((await found(folder)).state.articles.get("story")).mentions.keys()].sort();
const renamed = (name: string) => must(setProject(emptyProjectState(project()), author(), "Rename", { name }));

describe("a session", () => {
  it("brings back what was not saved when the program ended, says so, and saves it", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, statuses } = await session(profile, folder);
    await first.openArticle("story");
    await first.apply(0, [marking("m8")]);
    await first.apply(1, [marking("m9")]);
    await untilJournaled(statuses, first);
    expect(await mentionsOf(folder)).toEqual(["m1"]);

    const { session: second } = await session(profile, folder);
    const opened = await second.opened(null);
    expect(opened.notices).toMatchObject([{ title: "Your work was brought back", lines: [/^2 changes were not/] }]);
    expect((await second.openArticle("story")).mentions.map(({ id }) => id).sort()).toEqual(["m1", "m8", "m9"]);
    expect(await mentionsOf(folder)).toEqual(["m1", "m8", "m9"]);
    expect((await found(folder)).problems).toEqual([]);
    expect((await (await session(profile, folder)).session.opened(null)).notices).toEqual([]);
  });

  it("brings back an article that was imported and not saved, and one whose files are there already", async () => {
    const [profile, folder] = [await newProfile(), await newFolder()];
    const { session: first, statuses } = await session(profile, folder);
    await first.apply(0, [importing, marking("m8")]);
    await untilJournaled(statuses, first);
    const journals = join(profile.folder, "journals");
    const journal = join(journals, must(readdirSync(journals).find((name) => name.endsWith(".jsonl"))));
    const unsaved = readFileSync(journal);
    expect((await (await session(profile, folder)).session.opened(null)).show).toBe("story");
    expect(await mentionsOf(folder)).toEqual(["m8"]);
    writeFileSync(journal, unsaved);
    await session(profile, folder);
    expect(await mentionsOf(folder)).toEqual(["m8"]);
    expect(readdirSync(join(folder, "articles", "story"))).toHaveLength(1);
  });

  it("brings back work on an article that is removed, and leaves it removed", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, statuses } = await session(profile, folder);
    const { article } = await first.openArticle("story");
    const removed = { ...article, removed: true };
    const change = { table: "article" as const, id: "story", before: article, after: removed };
    await first.apply(0, [{ label: "Remove article", at: "2026-11-24T10:00:00.000Z", changes: [change] }]);
    await first.save();
    await first.apply(1, [marking("m8")]);
    await untilJournaled(statuses, first);
    const opened = await (await session(profile, folder)).session.opened(null);
    expect([opened.articles, opened.notices.length]).toEqual([[], 1]);
    expect(await mentionsOf(folder)).toEqual(["m1", "m8"]);
  });

  it("says what could not be brought back, and keeps the journal that has it", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, statuses } = await session(profile, folder);
    await first.openArticle("story");
    await first.apply(0, [marking("m8")]);
    await untilJournaled(statuses, first);
    rmSync(join(folder, "articles", "story"), { recursive: true });
    const { notices } = await (await session(profile, folder)).session.opened(null);
    expect(notices[0]?.lines).toMatchObject([/^Could not be brought back: Mark m8/, /kept in .*\.kept\.$/]);
    const copy = /kept in (.*)\.$/.exec(notices[0]?.lines[1] ?? "")?.[1];
    expect(readFileSync(must(copy), "utf8")).toContain("Mark m8");
  });

  it("does not put its own label scheme over one that somebody else changed meanwhile", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, statuses } = await session(profile, folder);
    await first.apply(0, [renamed("Mine")]);
    await untilJournaled(statuses, first);
    const path = join(folder, "project.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"Project"', '"Theirs"'));
    const { session: second } = await session(profile, folder);
    const { notices, news } = await second.opened(null);
    expect(notices[0]?.lines).toContainEqual(
      expect.stringMatching(/^Somebody else has changed one of the same things/),
    );
    expect(news?.operation.changes).toMatchObject([{ before: { name: "Project" }, after: { name: "Theirs" } }]);
    await second.save();
    expect(readFileSync(path, "utf8")).toContain('"Theirs"');
    await second.close();
    expect((await (await session(profile, folder)).session.opened(null)).news?.operation.changes).toHaveLength(1);
  });

  it("applies a batch whole or not at all", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first } = await session(profile, folder);
    await first.openArticle("story");
    await expect(first.apply(0, [marking("m8"), marking("m1")])).rejects.toThrow("made against another state");
    await expect(first.apply(3, [marking("m8")])).rejects.toThrow("out of step");
    expect(await first.apply(0, [marking("m8")])).toBe(1);
    await first.save();
    expect(await mentionsOf(folder)).toEqual(["m1", "m8"]);
  });

  it("tells how safe the work is, also of what arrives while it saves", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const backend = folderBackend(folder, ann);
    let meanwhile = async () => undefined as unknown;
    const { session: first, statuses } = await session(profile, folder, {
      ...backend,
      save: async (...states) => {
        await meanwhile();
        await backend.save(...states);
      },
    });
    await first.openArticle("story");
    await first.apply(0, [marking("m7")]);
    meanwhile = () => first.apply(1, [marking("m8")]);
    const saving = first.save();
    expect((await saving).state).not.toBe("saved");
    meanwhile = async () => undefined;
    await untilJournaled(statuses, first);
    expect((await first.save()).state).toBe("saved");
    const states = statuses.map(({ state }) => state);
    expect(states.slice(0, 2)).toEqual(["pending", "saving"]);
    expect(states.slice(-3)).toEqual(["journaled", "saving", "saved"]);
    expect(await mentionsOf(folder)).toEqual(["m1", "m7", "m8"]);
  });

  it("goes on in the journal where the folder cannot be written, and says what is wrong", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, statuses } = await session(profile, folder);
    await first.openArticle("story");
    const annotations = join(folder, "annotations", "a1");
    const file = join(annotations, "story.json");
    const kept = readFileSync(file);
    rmSync(annotations, { recursive: true });
    writeFileSync(annotations, "in the way");
    await first.apply(0, [marking("m8")]);
    expect((await first.save()).problem).toMatchObject({ reason: /./, remedy: /./ });
    await untilJournaled(statuses, first);
    await first.close();
    rmSync(annotations);
    mkdirSync(annotations);
    writeFileSync(file, kept);
    await session(profile, folder);
    expect(await mentionsOf(folder)).toEqual(["m1", "m8"]);
  });

  it("says that work is nowhere but in memory when the journal cannot be written either", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, statuses } = await session(profile, folder);
    await first.openArticle("story");
    await first.apply(0, [marking("m7")]);
    const journals = join(profile.folder, "journals");
    const journal = join(journals, must(readdirSync(journals).find((name) => name.endsWith(".jsonl"))));
    rmSync(journal);
    mkdirSync(journal);
    await first.save();
    await first.apply(1, [marking("m8")]);
    await until(() => statuses.at(-1)?.state === "failed");
    expect(statuses.at(-1)?.problem).toMatchObject({ reason: "it is a folder" });
    rmSync(journal, { recursive: true });
    await first.apply(2, [marking("m9")]);
    await untilJournaled(statuses, first);
    expect(readFileSync(journal, "utf8")).toMatch(/Mark m8[\s\S]*Mark m9/);
  });

  it("names the rule that its state breaks where it cannot be saved", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first } = await session(profile, folder);
    await first.openArticle("story");
    const broken = marking("m8");
    const [change] = broken.changes;
    if (change?.table === "mention" && change.after) change.after.spans = [{ start: 5, end: 9_999 }];
    await first.apply(0, [broken]);
    expect((await first.save()).problem).toMatchObject({
      file: "Story",
      path: "m8.spans[0]",
      reason: "the span lies outside the text",
    });
  });

  it("is for reading only while another program works as its annotator, and not after that ended", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const lockPath = join(folder, "annotators", ".a1.lock");
    const holder = { format: "onrecord/lock", version: 1, id: "x", host: hostname(), pid: process.ppid };
    const hold = (change: object) =>
      writeFileSync(lockPath, JSON.stringify({ ...holder, since: "2026-11-24T10:00:00.000Z", ...change }));
    hold({});
    const { session: reading } = await session(profile, folder);
    expect(await reading.opened(null)).toMatchObject({
      readOnly: true,
      heldBy: { annotator: "Ann", isThisMachine: true },
      articles: [{ id: "story" }],
    });
    await reading.openArticle("story");
    await expect(reading.apply(0, [marking("m8")])).rejects.toThrow("open for reading only");
    await reading.close();
    expect(existsSync(lockPath)).toBe(true);

    hold({ host: "another-machine" });
    const { session: alsoReading } = await session(profile, folder);
    expect(await alsoReading.opened(null)).toMatchObject({ heldBy: { host: "another-machine", isThisMachine: false } });
    await alsoReading.close();
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lockPath, longAgo, longAgo);
    const { session: writing } = await session(profile, folder);
    expect((await writing.opened(null)).readOnly).toBe(false);
    await writing.close();
    expect(existsSync(lockPath)).toBe(false);

    hold({ pid: 999_999_999 });
    const { session: afterCrash } = await session(profile, folder);
    expect((await afterCrash.opened(null)).readOnly).toBe(false);
    await afterCrash.close();
    expect(readdirSync(join(folder, "annotators"))).toEqual(["a1.json"]);
  });

  it("says that another program has taken its place while this one stood still", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: first, notices } = await session(profile, folder);
    writeFileSync(join(folder, "annotators", ".a1.lock"), '{"id":"another"}');
    await until(() => notices.length > 0);
    await first.look();
    expect(notices.map(({ title }) => title)).toEqual(["Another program has taken over"]);
    await first.close();
    expect(existsSync(join(folder, "annotators", ".a1.lock"))).toBe(true);
  });

  it("opens with a profile that cannot be written, and has the work in the files", async () => {
    const blocked = join(temporaryFolder(), "profile");
    writeFileSync(blocked, "in the way");
    const folder = await filledFolder();
    const profile = await openProfile(blocked);
    expect((await profile.annotatorOrDefault()).name).not.toBe("");
    const { session: first, statuses } = await session(profile, folder);
    await first.openArticle("story");
    await first.apply(0, [marking("m8")]);
    await until(() => statuses.some(({ state }) => state === "failed"));
    expect((await first.save()).state).toBe("saved");
    expect(await mentionsOf(folder)).toEqual(["m1", "m8"]);
  });

  it("of an annotator with a path for a name is refused before anything is written", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const before = readdirSync(join(folder, ".."), { recursive: true }).sort();
    const opening = session(profile, folder, folderBackend(folder, { id: "../../../escaped", name: "" }));
    await expect(opening).rejects.toMatchObject({ problem: { reason: "no file can have that name" } });
    expect(readdirSync(join(folder, ".."), { recursive: true }).sort()).toEqual(before);
    expect(readdirSync(join(profile.folder, ".."))).toEqual(["profile"]);
  });

  it("keeps every text that an article had, also one that was replaced before it was ever saved", async () => {
    const [profile, folder] = [await newProfile(), await filledFolder()];
    const { session: opened } = await session(profile, folder);
    await opened.openArticle("story");
    const edit = (before: string, after: string): Operation => ({
      label: "Edit text",
      at: "2026-11-24T10:00:00.000Z",
      changes: [{ table: "article", id: "story", before: article(before), after: article(after) }],
    });
    const [second, third] = [`${text} More.`, `${text} More still.`];
    await opened.apply(0, [edit(text, second)]);
    await opened.apply(1, [edit(second, third)]);
    await opened.save();
    const versions = await opened.backend.versions("story");
    const texts = await Promise.all(
      versions.map(async ({ version }) => (await opened.backend.version("story", version)).text),
    );
    expect(texts.sort()).toEqual([text, second, third].sort());
    expect((await found(folder)).problems).toEqual([]);
  });
});
