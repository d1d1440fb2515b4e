import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { copyFolder } from "../../../electron/services/atomic-write.ts";
import { openJournal } from "../../../electron/services/journal.ts";
import { openProfile } from "../../../electron/services/profile.ts";
import { openSession, type Session } from "../../../electron/services/session/session.ts";
import type { Backend } from "../../../electron/services/store/backend.ts";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { singleFileBackend } from "../../../electron/services/store/single-file.ts";
import { validateFile } from "../../../electron/services/validate.ts";
import { setProject } from "../../../shared/annotation/actions/project.ts";
import { apply, type Operation } from "../../../shared/annotation/operation.ts";
import { emptyProjectState, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { defaultSettings } from "../../../shared/host/contract.ts";
import { author, entity, plain, project, temporaryFolder } from "../../builders.ts";
import { type Call, type Fault, type FaultyDisk, faultyDisk } from "../../support/faulty-disk.ts";
import { ann, filledFolder, found, marking, must, story } from "./support.ts";

const faults: { fault: Fault; lasting: boolean; calls: (call: Call) => boolean }[] = [
  { fault: { code: "ENOSPC", how: "before" }, lasting: true, calls: () => true },
  { fault: { code: "EROFS", how: "before" }, lasting: true, calls: () => true },
  { fault: { code: "EACCES", how: "before" }, lasting: false, calls: () => true },
  { fault: { code: "EIO", how: "before" }, lasting: false, calls: () => true },
  { fault: { code: "EIO", how: "late" }, lasting: false, calls: (call) => call !== "create" && call !== "append" },
  { fault: { code: "ENOSPC", how: "short" }, lasting: false, calls: (call) => call === "write" },
  { fault: { code: "EBUSY", how: "before" }, lasting: false, calls: (call) => call === "rename" },
];

let points = 0;
let failures = 0;
afterAll(() => console.log(`fault points: ${points}, failures: ${failures}`));

/** Makes every call of `act` fail in turn and in every way; `act` begins anew each time. A thrown check is a failure. */
async function atEveryPoint(act: (files: FaultyDisk, arm: () => void) => Promise<void>): Promise<void> {
  const whole = faultyDisk();
  let from = 0;
  await act(whole, () => {
    from = whole.made.length;
  });
  const wrong: string[] = [];
  for (const { fault, lasting, calls } of faults) {
    for (let index = 0; index < whole.made.length - from; index += 1) {
      const name = must(whole.made[from + index]);
      if (!calls(name)) continue;
      points += 1;
      const files = faultyDisk();
      try {
        await act(files, () => files.failAt(files.made.length + index, fault, lasting));
      } catch (error) {
        wrong.push(
          `${fault.code} ${fault.how} at call ${index} (${name}): ${error instanceof Error ? error.message : error}`,
        );
      }
    }
  }
  failures += wrong.length;
  expect(wrong).toEqual([]);
}

const at = "2026-11-24T10:00:00.000Z";
const work: Operation[] = [
  marking("m8"),
  { label: "Add entity", at, changes: [{ table: "entity", id: "e9", before: null, after: entity("e9", "Ada Lowe") }] },
  must(setProject(emptyProjectState(project()), author(), "Rename", { name: "Renamed" })),
  {
    label: "Retitle",
    at,
    changes: [{ table: "article", id: "story", before: story, after: { ...story, title: "Retitled" } }],
  },
];

/** Syncs are not what is looked at here: in memory, where there is such a place, they cost nothing. */
function quickFolder(): string {
  if (!existsSync("/dev/shm")) return temporaryFolder();
  const folder = mkdtempSync("/dev/shm/onrecord-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What each kind of file says, as strings to compare. */
function parts(state: ProjectState): Record<string, string> {
  const open = must(state.articles.get("story"));
  const { article } = open;
  return {
    project: JSON.stringify(state.project),
    entities: JSON.stringify([...state.entities.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
    article: JSON.stringify(article),
    annotations: JSON.stringify(plain(withArticle(emptyProjectState(project()), { ...open, article: story }))),
  };
}

async function inMemory(session: Session): Promise<string[]> {
  return (await session.openArticle("story")).mentions.map(({ id }) => id).sort();
}

/** Runs the whole life of one save with a fault in it. */
async function saving(
  profileFolder: string,
  place: string,
  files: FaultyDisk,
  arm: () => void,
  backendOf: (files?: FaultyDisk) => Promise<Backend>,
  stateOf: () => Promise<ProjectState>,
  partNames: readonly string[],
): Promise<void> {
  const old = await stateOf();
  const wanted = work.reduce(apply, old);
  const of = (state: ProjectState) =>
    Object.fromEntries(Object.entries(parts(state)).filter(([name]) => partNames.includes(name)));
  const [was, is] = [of(old), of(wanted)];
  const profile = await openProfile(profileFolder, files);
  await profile.annotatorOrDefault();
  const statuses: string[] = [];
  const session = await openSession(profile, await backendOf(files), { status: ({ state }) => statuses.push(state) });
  try {
    await session.openArticle("story");
    arm();
    await profile.saveSettings({ ...defaultSettings, textSize: 20 }).catch(() => undefined);
    for (const [index, operation] of work.entries()) await session.apply(index, [operation]);
    await session.save();
    while (!["saved", "journaled", "failed"].includes(must(statuses.at(-1)))) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    files.mend();

    // On the disk each file is old or new, and whole.
    expect(await validateFile(place, place)).toEqual([]);
    JSON.parse(readFileSync(join(profileFolder, "profile.json"), "utf8"));
    const there = of(await stateOf());
    for (const part of Object.keys(is)) expect([was[part], is[part]]).toContain(there[part]);
    // In memory is everything.
    expect(await inMemory(session)).toContain("m8");

    const kept = join(profileFolder, "..", "kept");
    for (const one of [place, profileFolder]) cpSync(one, join(kept, one), { recursive: true });
    const isSafe = statuses.at(-1) !== "failed";

    // And once the fault is gone, it is all in the files.
    expect((await session.save()).state).toBe("saved");
    expect(of(await stateOf())).toEqual(is);

    // A program that starts after a crash right after the fault finds everything that was said to be safe.
    await session.close();
    if (!isSafe) return;
    for (const one of [place, profileFolder]) {
      rmSync(one, { recursive: true });
      cpSync(join(kept, one), one, { recursive: true });
    }
    const second = await openSession(await openProfile(profileFolder), await backendOf(), { status: () => undefined });
    expect(await inMemory(second)).toContain("m8");
    await second.close();
    expect(of(await stateOf())).toEqual(is);
  } finally {
    files.mend();
    await session.close();
  }
}

describe("a disk that fails", { timeout: 300_000 }, () => {
  it("leaves a project folder's files old or new, and the work in memory and journal", async () => {
    const root = quickFolder();
    const filled = await filledFolder();
    let count = 0;
    await atEveryPoint(async (files, arm) => {
      const home = join(root, String(count++));
      const folder = join(home, "project");
      mkdirSync(home);
      cpSync(filled, folder, { recursive: true });
      const backendOf = async (on?: FaultyDisk) => folderBackend(folder, ann, undefined, on);
      await saving(join(home, "profile"), folder, files, arm, backendOf, async () => (await found(folder)).state, [
        "project",
        "entities",
        "article",
        "annotations",
      ]);
      rmSync(home, { recursive: true });
    });
  });

  it("leaves a single file old or new, and the work in memory and journal", async () => {
    const root = quickFolder();
    const filled = await found(await filledFolder());
    const bytes = writeAnnotation(await filled.backend.document(filled.state, "story", "all"), "all");
    let count = 0;
    await atEveryPoint(async (files, arm) => {
      const home = join(root, String(count++));
      mkdirSync(home);
      const path = join(home, "story.onrecord.json");
      writeFileSync(path, bytes);
      const backendOf = (on?: FaultyDisk) => singleFileBackend(path, ann, on);
      const stateOf = async () => {
        const backend = await backendOf();
        return withArticle((await backend.load()).state, (await backend.article("story")).open);
      };
      await saving(join(home, "profile"), path, files, arm, backendOf, stateOf, ["article", "annotations"]);
      rmSync(home, { recursive: true });
    });
  });

  it("leaves a journal that is made shorter with all that no file holds", async () => {
    const root = quickFolder();
    const header = { project: "p1", path: "/project", annotator: "a1" };
    const long = (id: string): Operation => ({ ...marking(id), label: `Mark ${id} ${"long ".repeat(60_000)}` });
    let count = 0;
    await atEveryPoint(async (files, arm) => {
      const folder = join(root, String(count++));
      mkdirSync(folder);
      const journal = await openJournal(folder, "journal", header, files);
      arm();
      const safe: string[] = [];
      for (const id of ["a", "b", "c", "d"]) {
        const appended = journal.append([long(id)]).then(() => journal.synced());
        await appended.then(
          () => safe.push(id),
          () => undefined,
        );
      }
      const idsOf = (one: { unsaved: readonly { operation: Operation }[] }) =>
        one.unsaved.flatMap(({ operation }) => operation.changes.map((change) => change.id));
      const afterCrash = join(folder, "crash");
      mkdirSync(afterCrash);
      if (existsSync(join(folder, "journal.jsonl")))
        cpSync(join(folder, "journal.jsonl"), join(afterCrash, "journal.jsonl"));
      const reopened = await openJournal(afterCrash, "journal", header);
      const last = safe.at(-1);
      // What was safe once stays so: each sync covers everything before it.
      if (last)
        expect(idsOf(reopened)).toEqual(
          expect.arrayContaining(["a", "b", "c", "d"].slice(0, "abcd".indexOf(last) + 1)),
        );
      expect(reopened.damaged).toEqual([]);
      await reopened.close();
      files.mend();
      await journal.synced();
      await journal.close();
      const again = await openJournal(folder, "journal", header);
      expect(idsOf(again).sort()).toEqual(["a", "b", "c", "d"]);
      await again.close();
      rmSync(folder, { recursive: true });
    });
  });

  it("copies a folder whole or not at all", async () => {
    const root = quickFolder();
    const filled = await filledFolder();
    let count = 0;
    await atEveryPoint(async (files, arm) => {
      const to = join(root, String(count++), "copy");
      arm();
      const copied = await copyFolder(filled, to, files).then(
        () => true,
        () => false,
      );
      expect(copied && !existsSync(to)).toBe(false);
      if (existsSync(to)) expect((await found(to)).problems).toEqual([]);
    });
  });
});
