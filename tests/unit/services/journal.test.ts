import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Journal, openJournal } from "../../../electron/services/journal.ts";
import type { Operation } from "../../../shared/annotation/operation.ts";
import { temporaryFolder } from "../../builders.ts";
import { marking } from "./support.ts";

const header = { project: "p1", path: "/project", annotator: "a1" };
async function open(folder: string, project = "p1") {
  const journal = await openJournal(folder, "journal", { ...header, project });
  onTestFinished(() => journal.close());
  return journal;
}
const file = (folder: string) => join(folder, "journal.jsonl");
const lines = (folder: string) => readFileSync(file(folder), "utf8").split("\n").slice(0, -1);
const labels = (journal: Journal) => journal.unsaved.map(({ operation }) => operation.label);

const checksummed = (json: string) => `${createHash("sha256").update(json).digest("hex").slice(0, 16)} ${json}\n`;

/** A folder with a journal of three operations whose program ended there. */
async function left() {
  const folder = temporaryFolder();
  const journal = await open(folder);
  await journal.append([marking("m1"), marking("m2")]);
  await journal.append([marking("m3")]);
  await journal.synced();
  return { folder, journal };
}

describe("a journal", () => {
  it("brings back every operation that no save has covered, in order", async () => {
    const { folder } = await left();
    const again = await open(folder);
    expect(again.unsaved.map(({ operation }) => operation)).toEqual([marking("m1"), marking("m2"), marking("m3")]);
    expect([again.count(), again.damaged, again.kept]).toEqual([3, [], null]);
  });

  it("forgets what a save has covered, and keeps what came meanwhile", async () => {
    const { folder, journal } = await left();
    const upTo = journal.count();
    await journal.append([marking("m4")]);
    await journal.saved(upTo);
    expect(labels(await open(folder))).toEqual(["Mark m4"]);
  });

  it("is short again after everything was saved and it was closed", async () => {
    const { folder, journal } = await left();
    await journal.saved(journal.count());
    await journal.close();
    expect(lines(folder)).toHaveLength(1);
    expect((await open(folder)).unsaved).toEqual([]);
  });

  it("never takes an older operation for a newer one, however saves and keys meet", async () => {
    const { folder, journal } = await left();
    const shortening = journal.saved(journal.count());
    await Promise.all([shortening, journal.append([marking("m4")])]);
    await journal.append([marking("m5")]);
    const upTo = journal.count();
    await journal.append([marking("m6")]);
    await journal.saved(upTo);
    expect(labels(await open(folder))).toEqual(["Mark m6"]);
  });

  it("leaves out a last line that was torn", async () => {
    const { folder } = await left();
    writeFileSync(file(folder), readFileSync(file(folder), "utf8").slice(0, -20));
    const again = await open(folder);
    expect(labels(again)).toEqual(["Mark m1", "Mark m2"]);
    expect(again.damaged).toEqual([]);
  });

  it("reads on past a damaged line, names it, and keeps a copy", async () => {
    const { folder } = await left();
    const damaged = readFileSync(file(folder), "utf8").replace("Mark m2", "Mark mX");
    writeFileSync(file(folder), damaged);
    const again = await open(folder);
    expect(labels(again)).toEqual(["Mark m1", "Mark m3"]);
    expect(again.damaged).toEqual([3]);
    expect(readFileSync(again.kept ?? "", "utf8")).toBe(damaged);
  });

  it("trusts no line without its checksum", async () => {
    const { folder } = await left();
    appendFileSync(file(folder), `${"0".repeat(16)} {"kind":"saved","sequence":3}\n{}\n`);
    const again = await open(folder);
    expect(again.unsaved).toHaveLength(3);
    expect(again.damaged).toEqual([5, 6]);
  });

  it("of another project at the same path is set aside, not replayed", async () => {
    const { folder } = await left();
    const other = await open(folder, "p2");
    expect(other.unsaved).toEqual([]);
    expect(readFileSync(other.kept ?? "", "utf8")).toContain("Mark m3");
  });

  it("makes good with the next write what one could not write", async () => {
    const { folder, journal } = await left();
    await journal.saved(journal.count());
    const kept = readFileSync(file(folder), "utf8");
    rmSync(file(folder));
    mkdirSync(file(folder));
    await journal.append([marking("m4")]);
    await expect(journal.synced()).rejects.toThrow();
    rmSync(file(folder), { recursive: true });
    writeFileSync(file(folder), kept);
    await journal.append([marking("m5")]);
    await journal.close();
    const again = await open(folder);
    expect(labels(again)).toEqual(["Mark m4", "Mark m5"]);
    expect(again.damaged).toEqual([]);
    expect(readdirSync(folder)).toEqual(["journal.jsonl"]);
  });
});

describe("a journal that grows", () => {
  const long = (turn: number) => ({ ...renote(turn), label: `Note ${turn} ${"long ".repeat(20_000)}` });
  const renote = (turn: number): Operation => {
    const [added] = marking("m1").changes;
    if (added?.table !== "mention" || !added.after) throw new Error("no mention");
    const noted = (note: string) => ({ ...added.after, note }) as typeof added.after;
    const before = turn === 0 ? null : noted(String(turn - 1));
    return {
      label: "Note",
      at: "2026-11-24T10:00:00.000Z",
      changes: [{ ...added, before, after: noted(String(turn)) }],
    };
  };

  it("is made shorter, and still brings back all that it stands for", async () => {
    const folder = temporaryFolder();
    const journal = await open(folder);
    for (let turn = 0; turn < 40; turn += 1) await journal.append([long(turn)]);
    await journal.synced();
    expect(statSync(file(folder)).size).toBeLessThan(1_300_000);
    const again = await open(folder);
    expect(again.unsaved.reduce((sum, { stands }) => sum + stands, 0)).toBe(40);
    const last = again.unsaved.at(-1)?.operation.changes[0];
    expect(last?.after).toMatchObject({ note: "39" });
    expect(again.unsaved[0]?.operation.changes[0]?.before).toBeNull();
  });

  it("keeps numbering, so that a save in between covers no more than it saved", async () => {
    const folder = temporaryFolder();
    const journal = await open(folder);
    for (let turn = 0; turn < 20; turn += 1) await journal.append([long(turn)]);
    const upTo = journal.count();
    for (let turn = 20; turn < 24; turn += 1) await journal.append([long(turn)]);
    await journal.saved(upTo);
    const again = await open(folder);
    expect(again.unsaved.at(-1)?.operation.changes[0]?.after).toMatchObject({ note: "23" });
  });
});

describe("a journal that cannot be used", () => {
  const newer = `${checksummed('{"kind":"journal","version":2,"project":"p1","path":"/project","annotator":"a1","more":1}')}what only a newer program reads\n`;

  it("of a newer program is left as it is, and said; another one is used beside it, also the next time", async () => {
    const folder = temporaryFolder();
    writeFileSync(file(folder), newer);
    const journal = await open(folder);
    expect(journal.remarks).toMatchObject([/^A newer Onrecord wrote the journal .*journal\.jsonl: it is left alone/]);
    await journal.append([marking("m1")]);
    await journal.close();
    expect(readFileSync(file(folder), "utf8")).toBe(newer);
    expect(readdirSync(folder).sort()).toEqual(["journal-2.jsonl", "journal.jsonl"]);
    expect(labels(await open(folder))).toEqual(["Mark m1"]);
    expect(readFileSync(file(folder), "utf8")).toBe(newer);
  });

  it("because it cannot be read is left as it is, and said; another one is used beside it", async () => {
    const folder = temporaryFolder();
    mkdirSync(file(folder));
    const journal = await open(folder);
    expect(journal.remarks).toMatchObject([/could not be read, because it is a folder/]);
    await journal.append([marking("m1")]);
    await journal.close();
    expect(labels(await open(folder))).toEqual(["Mark m1"]);
  });

  it("because its folder cannot be written says so with each operation, and has them all when it can be", async () => {
    const folder = join(temporaryFolder(), "journals");
    writeFileSync(folder, "in the way");
    const journal = await open(folder);
    await expect(journal.append([marking("m1")])).rejects.toThrow();
    await expect(journal.synced()).rejects.toThrow();
    rmSync(folder);
    await journal.append([marking("m2")]);
    await journal.synced();
    expect(labels(await open(folder))).toEqual(["Mark m1", "Mark m2"]);
  });

  it("because somebody removed it while it was open is written anew with the next sync", async () => {
    const { folder, journal } = await left();
    rmSync(file(folder));
    await journal.append([marking("m4")]);
    await journal.synced();
    expect(labels(await open(folder))).toEqual(["Mark m1", "Mark m2", "Mark m3", "Mark m4"]);
  });
});
