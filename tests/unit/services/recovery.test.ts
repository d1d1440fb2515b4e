import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Profile } from "../../../electron/services/profile.ts";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { coveredText } from "../../../shared/annotation/graph.ts";
import type { Operation } from "../../../shared/annotation/operation.ts";
import { articleToFile } from "../../../shared/format/contents.ts";
import { writeArticle } from "../../../shared/format/project-files.ts";
import { article, quote, spanOf } from "../../builders.ts";
import { bob, filledFolder, found, marking, must, newProfile, session, text, untilJournaled } from "./support.ts";

const journalsOf = (profile: Profile, ending = ".jsonl") =>
  readdirSync(join(profile.folder, "journals"))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(profile.folder, "journals", name));
const checksummed = (json: string) => `${createHash("sha256").update(json).digest("hex").slice(0, 16)} ${json}`;
const mentionsOf = async (folder: string, annotator = { id: "a1", name: "Ann" }) =>
  [...must((await found(folder, annotator)).state.articles.get("story")).mentions.keys()].sort();

/** A project whose program ended with work in the journal. */
async function crashed(...operations: Operation[]) {
  const [profile, folder] = [await newProfile(), await filledFolder()];
  const { session: first, statuses } = await session(profile, folder);
  await first.openArticle("story");
  for (const [index, operation] of operations.entries()) await first.apply(index, [operation]);
  await untilJournaled(statuses, first);
  const bytes = readFileSync(must(journalsOf(profile)[0]), "utf8");
  return { profile, folder, bytes };
}

/** The same, as a machine has it on which no program of it runs. */
async function left(...operations: Operation[]) {
  const { bytes } = await crashed(...operations);
  const header = JSON.parse(must(bytes.split("\n")[0]).slice(17));
  const [profile, folder] = [await newProfile(), await filledFolder()];
  mkdirSync(join(profile.folder, "journals"), { recursive: true });
  return { profile, folder, bytes, header };
}

const quoting: Operation = {
  label: "Add quote",
  at: "2026-11-24T10:00:00.000Z",
  changes: [
    {
      table: "quote",
      article: "story",
      id: "q9",
      before: null,
      after: quote("q9", [spanOf(text, "It is time.")], { speakers: [{ mention: "m8" }] }),
    },
  ],
};

describe("recovery", () => {
  it("says how much came back, and in which articles", async () => {
    const { profile, folder } = await crashed(marking("m8"), marking("m9"));
    const { notices } = await (await session(profile, folder)).session.opened(null);
    expect(notices[0]?.lines[0]).toBe(
      "2 changes were not in the files yet when the program ended, and are here again: in “Story”.",
    );
  });

  it("goes on past a damaged line, and keeps and names what made no sense without it", async () => {
    const { profile, folder } = await crashed(marking("m8"), quoting, marking("m9"));
    const [journal] = journalsOf(profile);
    writeFileSync(must(journal), readFileSync(must(journal), "utf8").replace("Mark m8", "Mark mX"));
    const { notices } = await (await session(profile, folder)).session.opened(null);
    expect(await mentionsOf(folder)).toEqual(["m1", "m9"]);
    expect(notices[0]).toMatchObject({
      title: "Your work was brought back",
      lines: [
        /^1 change was not/,
        /^Could not be brought back: Add quote: there is no mention m8, because an earlier change was lost/,
        "The journal was damaged at line 2.",
        /^A copy of the journal as it was is kept in /,
      ],
    });
    expect(journalsOf(profile, ".kept")).toHaveLength(1);
    expect((await found(folder)).problems).toEqual([]);
  });

  it("finds the journal of a folder that was moved, says so, and takes it over once", async () => {
    const { profile, folder, bytes } = await crashed(marking("m8"));
    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    const { session: second } = await session(profile, moved);
    const { notices } = await second.opened(null);
    expect(notices[0]?.lines).toMatchObject([
      /^1 change was/,
      /^Some of it was made when the project lay in .*project;/,
    ]);
    expect(await mentionsOf(moved)).toEqual(["m1", "m8"]);
    expect(readFileSync(must(journalsOf(profile, ".kept")[0]), "utf8")).toBe(bytes);
    await second.close();
    expect((await (await session(profile, moved)).session.opened(null)).notices).toEqual([]);
  });

  it("leaves the journal of a copy that is still in its place to that copy", async () => {
    const { profile, bytes, header, folder } = await left(marking("m8"));
    const other = await filledFolder();
    const [first, ...rest] = bytes.split("\n");
    const json = JSON.stringify({ ...header, path: other });
    const line = checksummed(json);
    expect(first).toContain('"kind":"journal"');
    writeFileSync(join(profile.folder, "journals", "other.jsonl"), [line, ...rest].join("\n"));
    expect((await (await session(profile, folder)).session.opened(null)).notices).toEqual([]);
    expect(await mentionsOf(folder)).toEqual(["m1"]);
  });

  it("names another annotator's work that waits in the journals, and leaves it to them", async () => {
    const { profile, folder } = await crashed(marking("m8"));
    const backend = folderBackend(folder, bob);
    const { session: theirs } = await session(profile, folder, backend);
    expect((await theirs.opened(null)).notices).toMatchObject([
      {
        title: "Somebody else's work is waiting here",
        lines: [
          "On this machine 1 change of Ann is not in the files yet: it comes back when the project is opened as Ann.",
        ],
      },
    ]);
    expect(await mentionsOf(folder, bob)).toEqual([]);
    expect(readFileSync(must(journalsOf(profile).find((path) => path.includes("a1"))), "utf8")).toContain("Mark m8");
  });

  it("is told nothing of what a newer program's journal holds, but that it is there", async () => {
    const { profile, folder } = await crashed(marking("m8"));
    const [path] = journalsOf(profile);
    const lines = readFileSync(must(path), "utf8").split("\n");
    const json = must(lines[0]).slice(17).replace('"version":1', '"version":9');
    const newer = [checksummed(json), ...lines.slice(1)].join("\n");
    writeFileSync(must(path), newer);
    const { notices } = await (await session(profile, folder)).session.opened(null);
    expect(notices).toMatchObject([{ title: "Another journal is here", lines: [/^A newer Onrecord/] }]);
    expect(readFileSync(must(path), "utf8")).toBe(newer);
  });

  it("brings back what was marked on a text that somebody else has corrected since, where its words stand now", async () => {
    const { profile, folder } = await crashed(marking("m8"));
    const [anchor] = readdirSync(join(folder, "articles", "story"));
    const previous = must(anchor).replace(".json", "");
    const newer = article(`A new beginning. ${text}`);
    const created = "2027-01-01T00:00:00.000Z";
    const bytes = writeArticle({ previous, created, annotator: "a2", article: articleToFile(newer) });
    writeFileSync(join(folder, "articles", "story", `${"f".repeat(32)}.json`), bytes);
    const { session: second } = await session(profile, folder);
    const opened = await second.openArticle("story");
    expect(opened.article.text).toBe(newer.text);
    const words = opened.mentions.map(({ id, spans }) => [id, coveredText(newer.text, spans)]);
    expect(words.sort()).toEqual([
      ["m1", "Zoë Doe"],
      ["m8", "The Post"],
    ]);
    await second.save();
    expect((await found(folder)).problems).toEqual([]);
    expect(await mentionsOf(folder)).toEqual(["m1", "m8"]);
  });
});
