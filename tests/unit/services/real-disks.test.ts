import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openProfile } from "../../../electron/services/profile.ts";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { validateFile } from "../../../electron/services/validate.ts";
import { mention, spanOf, temporaryFolder } from "../../builders.ts";
import { ann, filledFolder, marking, must, newProfile, session, text, untilJournaled } from "./support.ts";

const mount = (...args: string[]) => execFileSync("mount", args, { stdio: "ignore" });

/** Whether this machine lets these tests make a drive of their own. */
function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const probe = temporaryFolderHere();
  try {
    mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", probe);
    execFileSync("umount", [probe]);
    return true;
  } catch {
    return false;
  }
}
const temporaryFolderHere = () => execFileSync("mktemp", ["-d"], { encoding: "utf8" }).trim();

/** A drive of a few kilobytes, in memory. */
function drive(size: string): string {
  const path = temporaryFolder();
  mount("-t", "tmpfs", "-o", `size=${size}`, "tmpfs", path);
  onTestFinished(() => void execFileSync("umount", ["-l", path]));
  return path;
}

/** Fills a drive to its last byte. */
function fill(path: string): void {
  for (const size of [65_536, 4_096, 1]) {
    try {
      for (let at = 0; ; at += 1) writeFileSync(join(path, `filler-${size}-${at}`), Buffer.alloc(size));
    } catch {
      // Full, for pieces of that size.
    }
  }
}
function empty(path: string): void {
  for (const name of readdirSync(path)) if (name.startsWith("filler-")) execFileSync("rm", [join(path, name)]);
}

const long = (id: string) => ({
  ...marking(id),
  changes: [
    {
      table: "mention" as const,
      article: "story",
      id,
      before: null,
      after: mention(id, spanOf(text, "The Post"), null, { note: "long ".repeat(4_000) }),
    },
  ],
});

describe.skipIf(!canMount())("a drive of this machine", () => {
  it("that is full leaves the old file whole and the work in the journal, and takes it when there is room", async () => {
    const path = join(drive("512k"), "project");
    cpSync(await filledFolder(), path, { recursive: true });
    const file = join(path, "annotations", "a1", "story.json");
    const old = readFileSync(file, "utf8");
    const { session: first, statuses } = await session(await newProfile(), path);
    await first.openArticle("story");
    fill(join(path, ".."));
    await first.apply(0, [long("m8")]);
    expect((await first.save()).problem).toMatchObject({ reason: "the disk is full" });
    await untilJournaled(statuses, first);
    expect(readFileSync(file, "utf8")).toBe(old);
    expect(await validateFile(path, path)).toEqual([]);
    empty(join(path, ".."));
    expect((await first.save()).state).toBe("saved");
    expect(readFileSync(file, "utf8")).toContain('"m8"');
    expect(readdirSync(join(path, "annotations", "a1"))).toEqual(["story.json"]);
  });

  it("that is full of the journal too says that the work is unsaved, until there is room", async () => {
    const root = drive("512k");
    const path = join(root, "project");
    cpSync(await filledFolder(), path, { recursive: true });
    const { session: first, statuses } = await session(await openProfile(join(root, "profile")), path);
    await first.openArticle("story");
    fill(root);
    await first.apply(0, [long("m8")]);
    await first.save();
    await expect.poll(() => statuses.at(-1)?.state).toBe("failed");
    empty(root);
    expect((await first.save()).state).toBe("saved");
  });

  it("that may only be read lets work go on in the journal, says so when it is opened, and is saved later", async () => {
    const root = drive("512k");
    const path = join(root, "project");
    cpSync(await filledFolder(), path, { recursive: true });
    mount("-o", "remount,ro", root);
    const profile = await newProfile();
    const { session: first, statuses } = await session(profile, path);
    const opened = await first.opened(null);
    expect(opened.readOnly).toBe(false);
    expect(opened.notices).toMatchObject([{ title: "This folder cannot be written" }]);
    await first.openArticle("story");
    await first.apply(0, [marking("m8")]);
    expect((await first.save()).problem).toMatchObject({ reason: "it lies on a read-only drive" });
    await untilJournaled(statuses, first);
    await first.close();
    mount("-o", "remount,rw", root);
    const { session: second } = await session(profile, path);
    expect((await second.opened(null)).notices).toMatchObject([{ title: "Your work was brought back" }]);
    expect(readFileSync(join(path, "annotations", "a1", "story.json"), "utf8")).toContain('"m8"');
  });
});

describe.skipIf(process.platform === "win32" || process.getuid?.() === 0)("a folder without permission", () => {
  it("leaves the work in the journal, and takes it when there is permission", async () => {
    const path = await filledFolder();
    const folder = join(path, "annotations", "a1");
    mkdirSync(folder, { recursive: true });
    const { session: first, statuses } = await session(await newProfile(), path, folderBackend(path, ann));
    await first.openArticle("story");
    execFileSync("chmod", ["a-w", folder]);
    await first.apply(0, [marking("m8")]);
    expect((await first.save()).problem).toMatchObject({ reason: "this user may not read or write it" });
    await untilJournaled(statuses, first);
    execFileSync("chmod", ["u+w", folder]);
    expect((await first.save()).state).toBe("saved");
    expect(must(readdirSync(folder)[0])).toBe("story.json");
  });
});
