import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reachSchema } from "../../../../shared/host/suggesters.ts";
import { temporaryFolder } from "../../../builders.ts";
import { begin, consent, doe, end, hostWith, hostWithStory, saying, script, server, suggester } from "./support.ts";

const answering = () => server((_asked, response) => response.end(begin + doe + end));
const http = (address: string) => ({ kind: "http" as const, address });
const everyFile = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), "latin1"))
    .join("\n");

describe("consent", () => {
  it("is asked by the host of every request: without it nothing is sent", async () => {
    const { address, received } = await answering();
    const host = await hostWithStory();
    await host.ask("suggesters.save", { suggester: suggester(http(address)) });
    const refused = await host.reply("suggesters.ask", host.request);
    expect(refused).toMatchObject({
      ok: false,
      problem: { file: "Helper", reason: `nobody has consented that “Bridges” is sent to ${address}` },
    });
    expect(await host.reply("suggesters.ask", { ...host.request, trial: true })).toMatchObject({ ok: false });
    expect(received).toEqual([]);
    await consent(host, http(address));
    expect(await host.ask("suggesters.ask", host.request)).toMatchObject({ suggestions: [{}] });
  });

  it("holds for one address, one project and what was said to be sent", async () => {
    const [one, two] = [await answering(), await answering()];
    const host = await hostWithStory();
    const save = (reach: { kind: "http"; address: string }, more = {}) =>
      host.ask("suggesters.save", { suggester: suggester(reach, more) });
    await save(http(one.address));
    await consent(host, http(one.address));
    await save(http(two.address));
    await expect(consent(host, http(one.address))).rejects.toThrow("its address was changed meanwhile");
    await expect(host.ask("suggesters.ask", host.request)).rejects.toThrow("nobody has consented");
    await save(http(one.address), { sendsRegister: true });
    await expect(host.ask("suggesters.ask", host.request)).rejects.toThrow("nobody has consented");
    await save(http(one.address));
    await host.ask("suggesters.ask", host.request);
    const { folder } = await host.ask("files.list", { folder: null });
    const other = await host.ask("project.create", { folder: folder.handle, name: "Other" });
    await expect(host.ask("suggesters.ask", { ...host.request, session: other.session })).rejects.toThrow("“Other”");
    expect([one.received.length, two.received.length]).toEqual([1, 0]);
    expect(JSON.parse(one.received[0]?.body ?? "")).not.toHaveProperty("register");
  });

  it("is taken back for good, and a suggester that is off is only tried", async () => {
    const { address, received } = await answering();
    const host = await hostWith(http(address), { enabled: false });
    await expect(host.ask("suggesters.ask", host.request)).rejects.toThrow("it is switched off");
    await host.ask("suggesters.ask", { ...host.request, trial: true });
    const { consents } = await host.ask("suggesters.revoke", { project: host.project.id, address });
    expect(consents).toEqual([]);
    await expect(host.ask("suggesters.ask", { ...host.request, trial: true })).rejects.toThrow("nobody has consented");
    expect(received).toHaveLength(1);
    await consent(host, http(address));
    expect((await host.ask("suggesters.remove", { id: "s1" })).consents).toEqual([]);
  });

  it("is remembered in the profile, and found again by the next program", async () => {
    const { address } = await answering();
    const host = await hostWith(http(address));
    expect(everyFile(host.home)).not.toContain(address);
    const again = await hostWithStory({ profile: host.profile });
    const { suggesters, consents } = await again.ask("suggesters.list", {});
    expect(suggesters).toMatchObject([{ name: "Helper", reach: http(address) }]);
    expect(consents).toMatchObject([{ project: host.project.id, projectName: "Bridges", address }]);
  });
});

describe("a project of somebody else", () => {
  it("makes nothing run, whatever its files say", async () => {
    const { address, received } = await answering();
    const ran = join(temporaryFolder(), "ran");
    const evil = script(`import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(ran)}, "")`);
    const host = await hostWithStory();
    const settings = {
      suggesters: [suggester(evil), suggester(http(address), { id: "s2" })],
      consents: [
        { project: host.project.id, projectName: "Bridges", address, register: true, given: "2026-01-01T00:00:00Z" },
      ],
    };
    const folder = join(host.home, "Bridges");
    await host.ask("project.save", { session: host.session });
    await host.ask("project.close", { session: host.session });
    for (const place of [".", "suggestions", "suggestions/a1", ".onrecord"]) {
      mkdirSync(join(folder, place), { recursive: true });
      for (const name of ["suggesters.json", "profile.json", "story.json"])
        writeFileSync(join(folder, place, name), JSON.stringify({ ...settings, settings }));
    }
    const file = join(folder, "project.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...settings, settings }));
    const { recents } = await host.ask("profile.recents", {});
    const { session } = await host.ask("project.open", { handle: recents[0]?.handle ?? "", task: "open" });
    await host.ask("article.open", { session, article: "story" });
    expect(await host.ask("suggesters.list", {})).toMatchObject({ suggesters: [], consents: [] });
    for (const which of ["s1", "s2"])
      expect(await host.reply("suggesters.ask", { ...host.request, session, suggester: which })).toMatchObject({
        ok: false,
        problem: { reason: "it was removed" },
      });
    expect(existsSync(ran)).toBe(false);
    expect(received).toEqual([]);
  });
});

describe("a command", () => {
  it("is run only if the person allowed it outside of the window, each time that it is another", async () => {
    const questions: string[] = [];
    let answer = false;
    const mayRun = async (_name: string, command: string) => {
      questions.push(command);
      return answer;
    };
    const host = await hostWithStory({ mayRun });
    const reach = saying(begin + end);
    const save = (more = {}) => host.ask("suggesters.save", { suggester: suggester(reach, more) });
    await expect(save()).rejects.toThrow("not allowed");
    expect((await host.ask("suggesters.list", {})).suggesters).toEqual([]);
    answer = true;
    await save();
    await save({ name: "Other name" });
    expect(questions).toHaveLength(2);
    expect(questions[1]).toContain(process.execPath);
    if (reach.kind === "command") reach.arguments.push("--more");
    await save();
    expect(questions).toHaveLength(3);
  });

  it("is a whole path or a name, so that no folder decides what it is", () => {
    const of = (program: string) => reachSchema.safeParse({ kind: "command", program, arguments: [] }).success;
    expect(["python3", "/usr/bin/python3", "C:\\Tools\\suggest.exe"].map(of)).toEqual([true, true, true]);
    expect(["./run.sh", "bin/run", "..\\run.exe", "", "a\0b"].map(of)).toEqual([false, false, false, false, false]);
  });
});

describe("an address", () => {
  it("is https, or of this machine, and holds no password", () => {
    const of = (address: string) => reachSchema.safeParse({ kind: "http", address }).success;
    for (const good of ["https://a.example/v1?x=1", "http://127.0.0.1:8080/", "http://localhost:1", "http://[::1]:9/a"])
      expect([good, of(good)]).toEqual([good, true]);
    for (const bad of [
      "http://a.example/",
      "http://127.0.0.1.example/",
      "http://localhost@a.example/",
      "https://me:secret@a.example/",
      "https://a.example/#x",
      "file:///etc/passwd",
      "ftp://127.0.0.1/",
      "http://a.example\\@127.0.0.1/",
      "hello",
    ])
      expect([bad, of(bad)]).toEqual([bad, false]);
  });
});

describe("a key", () => {
  const key = "sk-very-secret";
  const turn = (text: string) => [...text].reverse().join("");
  /** Stands for the system's storage: what it gives is not what it got. */
  const secrets = {
    encrypt: async (text: string) => Buffer.from(turn(text)),
    decrypt: async (bytes: Uint8Array) => turn(Buffer.from(bytes).toString()),
  };

  it("is kept by the system's storage, used, and told to no window", async () => {
    const { address, received } = await answering();
    const host = await hostWithStory({ secrets });
    const saved = await host.ask("suggesters.save", { suggester: suggester(http(address)), key });
    expect(saved).toMatchObject({ keepsKeys: true, suggesters: [{ key: "kept" }] });
    expect(JSON.stringify(saved)).not.toContain(key);
    expect(everyFile(host.profile) + everyFile(host.home)).not.toContain(key);
    const again = await hostWithStory({ secrets, profile: host.profile });
    await consent(again, http(address));
    await again.ask("suggesters.ask", again.request);
    expect(received[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it("is in memory alone where the system keeps none, and gone with the program", async () => {
    const { address, received } = await answering();
    const host = await hostWith(http(address), {}, key);
    const { keepsKeys, suggesters } = await host.ask("suggesters.list", {});
    expect([keepsKeys, suggesters[0]?.key]).toEqual([false, "memory"]);
    await host.ask("suggesters.ask", host.request);
    expect(everyFile(host.profile) + everyFile(host.home)).not.toContain(key);
    const again = await hostWithStory({ profile: host.profile });
    expect((await again.ask("suggesters.list", {})).suggesters).toMatchObject([{ key: "none" }]);
    expect(received[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it("goes to no other address than the one that it was given for", async () => {
    const [one, two] = [await answering(), await answering()];
    const host = await hostWith(http(one.address), {}, key);
    const { suggesters } = await host.ask("suggesters.save", { suggester: suggester(http(two.address)) });
    expect(suggesters).toMatchObject([{ key: "none" }]);
    await consent(host, http(two.address));
    await host.ask("suggesters.ask", host.request);
    expect(two.received[0]?.headers.authorization).toBeUndefined();
  });
});
