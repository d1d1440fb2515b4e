import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { setEntity } from "../../../shared/annotation/actions/entity.ts";
import { applied, author, temporaryFolder } from "../../builders.ts";
import { ann, filledFolder, found, marking } from "./support.ts";

const ignore = () => undefined;
const onWindows = process.platform === "win32";

/** A project and a folder outside it, with a file that nobody may read or change by way of the project. */
async function beside() {
  const outside = temporaryFolder();
  const secret = join(outside, "secret.json");
  writeFileSync(secret, '{"secret": true}\n');
  const unchanged = () => {
    expect(readdirSync(outside)).toEqual(["secret.json"]);
    expect(readFileSync(secret, "utf8")).toBe('{"secret": true}\n');
  };
  return { folder: await filledFolder(), outside, secret, unchanged };
}

describe.skipIf(onWindows)("a project folder with links in it", () => {
  it("does not read an article's version or a register outside the folder, and opens the rest", async () => {
    const { folder, secret, unchanged } = await beside();
    symlinkSync(secret, join(folder, "articles", "story", `${"0".repeat(32)}.json`));
    symlinkSync(secret, join(folder, "entities", "zz.jsonl"));
    const { problems, state } = await found(folder);
    expect(problems.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(["it is a link that leads out of the project's folder"]),
    );
    expect(state.articles.get("story")?.mentions.size).toBe(1);
    unchanged();
  });

  it("does not append to a register that is a link", async () => {
    const { folder, outside, unchanged } = await beside();
    const { backend, state } = await found(folder);
    rmSync(join(folder, "entities", "a1.jsonl"));
    symlinkSync(join(outside, "new.jsonl"), join(folder, "entities", "a1.jsonl"));
    const renamed = applied(state, setEntity(state, author(), "e1", "Rename", { name: "Z. Doe" }));
    await expect(backend.save(state, renamed, ignore)).rejects.toMatchObject({
      problem: { reason: "it is a link, and writing would follow it" },
    });
    unchanged();
  });

  it("does not write into a folder of annotations that lies elsewhere", async () => {
    const { folder, outside, unchanged } = await beside();
    const { backend, state } = await found(folder);
    renameSync(join(folder, "annotations", "a1"), join(folder, "annotations", "kept"));
    symlinkSync(outside, join(folder, "annotations", "a1"));
    await expect(backend.save(state, applied(state, marking("m9")), ignore)).rejects.toMatchObject({
      problem: { reason: "it is a link that leads out of the project's folder" },
    });
    unchanged();
  });

  it("does not follow the version that an annotation file names out of the folder", async () => {
    const { folder, unchanged } = await beside();
    const file = join(folder, "annotations", "a1", "story.json");
    const content = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...content, articleVersion: "../../../../secret" }));
    const { state, problems } = await found(folder);
    expect(problems).toEqual([]);
    expect(state.articles.get("story")?.mentions.size).toBe(1);
    unchanged();
  });

  it("does not wait for a pipe in the place of a file", async () => {
    const folder = await filledFolder();
    rmSync(join(folder, "project.json"));
    execFileSync("mkfifo", [join(folder, "project.json")]);
    await expect(folderBackend(folder, ann).load()).rejects.toMatchObject({ problem: { reason: "it is no file" } });
  });

  it("is itself opened through a link to it", async () => {
    const folder = await filledFolder();
    const links = temporaryFolder();
    mkdirSync(links, { recursive: true });
    symlinkSync(folder, join(links, "project"));
    const { backend, state, problems } = await found(join(links, "project"));
    expect(problems).toEqual([]);
    await backend.save(state, applied(state, marking("m9")), ignore);
    expect(existsSync(join(folder, "annotations", "a1", "story.json"))).toBe(true);
    expect((await found(folder)).state.articles.get("story")?.mentions.has("m9")).toBe(true);
  });
});
