import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { disk, type FileSystem } from "../../../electron/services/file-system.ts";
import { createHost, type HostService } from "../../../electron/services/host.ts";
import { openProfile } from "../../../electron/services/profile.ts";
import type { Listing, MethodName, Opened, Params, Result } from "../../../shared/host/contract.ts";
import { temporaryFolder } from "../../builders.ts";
import { faultyDisk } from "../../support/faulty-disk.ts";
import { importing, marking, must } from "./support.ts";

const assets = new URL("../../../assets", import.meta.url).pathname;

/** A host for a user whose home is an empty folder. */
async function host(files: FileSystem = disk) {
  const home = temporaryFolder();
  const before = process.env.HOME;
  process.env.HOME = home;
  const profile = await openProfile(join(temporaryFolder(), "profile"), files);
  const service = createHost(profile, {
    runtime: "web",
    dialogs: "chooser",
    version: "1",
    assets,
    openAtStart: null,
    emit: () => undefined,
    openExternal: async () => undefined,
  });
  process.env.HOME = before;
  onTestFinished(() => service.close());
  return { home, service, ask: asking(service) };
}

const asking =
  (service: HostService) =>
  async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    const reply = await service.handle(method, params);
    if (!reply.ok) throw new Error(`${reply.problem.reason}. ${reply.problem.remedy}`);
    return reply.value as Result<M>;
  };

const entry = (listing: Listing, name: string) => listing.entries.find((one) => one.name === name);

describe("the host", () => {
  it("answers what it cannot understand with a problem", async () => {
    const { service } = await host();
    for (const [method, params] of [
      ["project.save", {}],
      ["project.save", null],
      ["project.open", { handle: "x", task: "t", extra: 1 }],
      ["profile.setAnnotator", { name: "  " }],
      ["window.openExternal", { url: "file:///etc/passwd" }],
      ["no.such", {}],
      ["constructor", {}],
    ] as const) {
      const reply = await service.handle(method, params);
      expect(reply).toMatchObject({ ok: false, problem: { file: method, reason: /./, remedy: "Reload the window." } });
    }
  });

  it("opens only what it showed", async () => {
    const { ask } = await host();
    await expect(ask("project.open", { handle: "/etc/passwd", task: "open" })).rejects.toThrow(
      "not chosen in this window",
    );
    await expect(ask("project.save", { session: "s" })).rejects.toThrow("closed or opened in another window");
  });

  it("names nothing outside of a folder that it showed", async () => {
    const { ask, home } = await host();
    const { folder } = await ask("files.list", { folder: null });
    expect(folder.location).toBe(home);
    for (const name of ["../out", "a/b", "a\\b", "..", ".", "a\0"]) {
      await expect(ask("files.child", { folder: folder.handle, name })).rejects.toThrow("may not contain");
    }
    expect(await ask("files.child", { folder: folder.handle, name: "new.json" })).toMatchObject({ exists: false });
  });

  it("shows a home and what lies in it, wherever links lead", async () => {
    const { ask, home } = await host();
    const outside = temporaryFolder();
    mkdirSync(join(home, "inside"));
    writeFileSync(join(home, "story.txt"), "");
    writeFileSync(join(home, ".hidden"), "");
    symlinkSync(outside, join(home, "leads-out"));
    symlinkSync("/etc/passwd", join(home, "passwd.txt"));
    symlinkSync(join(home, "inside"), join(home, "leads-in"));
    const listing = await ask("files.list", { folder: null });
    expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([
      ["inside", "folder"],
      ["leads-in", "folder"],
      ["story.txt", "article"],
    ]);
    const inside = await ask("files.list", { folder: must(entry(listing, "leads-in")).handle });
    expect(inside).toMatchObject({ folder: { location: join(home, "inside") }, parents: [{}], entries: [] });
  });

  it("makes a project, imports, annotates, saves, closes and opens it", async () => {
    const { ask, home } = await host();
    const { folder } = await ask("files.list", { folder: null });
    const made = await ask("project.create", { folder: folder.handle, name: "My: project" });
    const { session } = made;
    expect([made.name, made.location]).toEqual(["My: project", join(home, "My- project")]);
    const { articles } = await ask("article.read", { session, sources: [{ text: "One.\n\nTwo." }], task: "t" });
    expect(articles).toMatchObject([{ id: "one", removed: false, source: { kind: "paste" } }]);
    await ask("operations.apply", { session, sequence: 0, operations: [importing, marking("m1")] });
    expect(await ask("project.save", { session })).toMatchObject({ state: "saved", problem: null });
    await ask("project.close", { session });
    const opened: Opened = await ask("project.open", {
      task: "open",
      handle: (await ask("profile.recents", {})).recents[0]?.handle ?? "",
    });
    expect(opened).toMatchObject({
      notices: [],
      problems: [],
      articles: [{ id: "story", mentions: 1 }],
      show: "story",
    });
    expect(await ask("article.open", { session: opened.session, article: "story" })).toMatchObject({
      mentions: [{ id: "m1" }],
    });
    await expect(ask("article.open", { session: opened.session, article: "gone" })).rejects.toThrow("no text");
  });

  it("gives an import an id that no article has had, not even a removed one", async () => {
    const { ask, home } = await host();
    const { folder } = await ask("files.list", { folder: null });
    const { session } = await ask("project.create", { folder: folder.handle, name: "P" });
    mkdirSync(join(home, "P", "articles", "one"), { recursive: true });
    const sources = [{ text: "One." }, { text: "One." }];
    const { articles } = await ask("article.read", { session, sources, task: "t" });
    expect(articles.map(({ id }) => id)).toEqual(["one-2", "one-3"]);
  });

  it("reads every article of a file of several, and says what is wrong with the others", async () => {
    const { ask, home } = await host();
    const { folder } = await ask("files.list", { folder: null });
    const { session } = await ask("project.create", { folder: folder.handle, name: "P" });
    const lines = Array.from({ length: 510 }, (_, at) => (at < 5 ? `{"title":"T","text":"Text ${at}."}` : "{")).join(
      "\n",
    );
    const base64 = Buffer.from(lines).toString("base64");
    const sources = [{ name: "news.jsonl", base64 }, { text: "Pasted." }];
    const { articles, problems } = await ask("article.read", { session, sources, task: "t" });
    expect(articles.map(({ id }) => id)).toEqual(["t", "t-2", "t-3", "t-4", "t-5", "pasted"]);
    expect(problems).toHaveLength(501);
    expect(problems[0]).toMatchObject({ file: "news.jsonl", path: "line 6" });
    expect(problems.at(-1)?.reason).toContain("5 more");
    writeFileSync(join(home, "news.jsonl"), lines);
    const handle = must(entry(await ask("files.list", { folder: null }), "news.jsonl")).handle;
    const opened = await ask("project.open", { handle, task: "open" });
    expect(opened.articles.map(({ id }) => id).sort()).toEqual(["t", "t-2", "t-3", "t-4", "t-5"]);
    expect(opened.problems).toHaveLength(501);
    const source = { name: "news.jsonl", base64 };
    const newer = ask("article.readNewer", { session: opened.session, article: "t", source, task: "newer" });
    await expect(newer).rejects.toThrow("several articles");
  });

  it("opens the sample", async () => {
    const { ask } = await host();
    const sample = await ask("project.openSample", {});
    expect(sample.problems).toEqual([]);
    expect((await ask("article.open", { session: sample.session, article: must(sample.show) })).problems).toEqual([]);
  });

  it("opens an article by itself, and finds the work on it again", async () => {
    const { ask, home } = await host();
    writeFileSync(join(home, "note.txt"), "Doe left.");
    const handle = must(entry(await ask("files.list", { folder: null }), "note.txt")).handle;
    const { session, show } = await ask("project.open", { handle, task: "open" });
    const { article } = await ask("article.open", { session, article: must(show) });
    const change = {
      table: "work" as const,
      article: article.id,
      id: article.id,
      before: { id: article.id, state: "todo" as const },
      after: { id: article.id, state: "done" as const },
    };
    await ask("operations.apply", {
      session,
      sequence: 0,
      operations: [{ label: "Done", at: "2026-11-24T10:00:00Z", changes: [change] }],
    });
    await ask("project.close", { session });
    expect((await ask("project.open", { handle, task: "open" })).articles).toMatchObject([{ state: "done" }]);
  });

  it("opens an article by itself whole or not at all, wherever the disk fails", async () => {
    const files = faultyDisk();
    const { ask, home } = await host(files);
    const opens = async (name: string) => {
      const handle = must(entry(await ask("files.list", { folder: null }), name)).handle;
      return ask("project.open", { handle, task: "open" });
    };
    writeFileSync(join(home, "first.txt"), "Doe left.");
    const before = files.made.length;
    await opens("first.txt");
    const steps = files.made.length - before;
    expect(steps).toBeGreaterThan(10);
    let refused = 0;
    for (let step = 0; step < steps; step += 1) {
      const name = `note-${step}.txt`;
      writeFileSync(join(home, name), "Doe left.");
      files.failAt(files.made.length + step, { code: "ENOSPC", how: "before" }, true);
      await opens(name).catch(() => {
        refused += 1;
      });
      files.mend();
      const { session, articles } = await opens(name);
      expect(articles, `at step ${step}`).toHaveLength(1);
      expect((await ask("article.open", { session, article: must(articles[0]).id })).article.text).toBe("Doe left.");
      await ask("project.close", { session });
    }
    expect(refused).toBeGreaterThan(5);
  });

  it("says what is to be known of an article that it opens by itself", async () => {
    const { ask, home } = await host();
    writeFileSync(join(home, "old.txt"), Buffer.from("Zoë left.", "latin1"));
    const handle = must(entry(await ask("files.list", { folder: null }), "old.txt")).handle;
    const { notices } = await ask("project.open", { handle, task: "open" });
    expect(notices).toMatchObject([
      { title: "Opened, with remarks", lines: [expect.stringContaining("windows-1252")] },
    ]);
  });

  it("exports to a file of the person's choice, and opens it with nothing lost", async () => {
    const { ask, home } = await host();
    const { folder } = await ask("files.list", { folder: null });
    const { session } = await ask("project.create", { folder: folder.handle, name: "P" });
    await ask("operations.apply", { session, sequence: 0, operations: [importing, marking("m1")] });
    const target = (await ask("files.child", { folder: folder.handle, name: "out.onrecord.json" })).handle;
    const { location } = await ask("article.export", { session, article: "story", annotators: "all", target });
    const bytes = readFileSync(must(location), "utf8");
    const { session: second, kind } = await ask("project.open", { handle: target, task: "open" });
    expect(kind).toBe("file");
    expect(
      (await ask("article.export", { session: second, article: "story", annotators: "all", target: null })).content,
    ).toBe(bytes);
    await expect(ask("article.read", { session: second, sources: [{ text: "x" }], task: "t" })).rejects.toThrow(
      "one article only",
    );
    expect(readdirSync(home).filter((name) => !name.endsWith(".lock"))).toEqual(["P", "out.onrecord.json"]);
  });

  it("says what a folder that is no project lacks", async () => {
    const { ask } = await host();
    const { folder } = await ask("files.list", { folder: null });
    await expect(ask("project.open", { handle: folder.handle, task: "open" })).rejects.toThrow("no project.json");
  });
});
