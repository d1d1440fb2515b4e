import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, type Page, test } from "playwright/test";
import { openProfile } from "../../electron/services/profile.ts";
import { createFolderProject, folderBackend } from "../../electron/services/store/folder.ts";
import { validateFile } from "../../electron/services/validate.ts";
import { violations } from "../../shared/annotation/invariants.ts";
import { apply, type Operation, operationSchema, sameRecord } from "../../shared/annotation/operation.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { articleState, emptyProjectState, type ProjectState, withArticle } from "../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { openedArticleSchema, openedSchema } from "../../shared/host/contract.ts";
import { chance } from "../support/chance.ts";
import { cutPower, endRecord, snapshot } from "../support/power-cut.ts";

const kills = Number(process.env.ONRECORD_KILLS ?? 20);
const seed = Number(process.env.ONRECORD_SEED ?? Date.now() % 1_000_000_007);
/** What is younger may be lost. */
const promised = 250;

const texts = [
  "Mayor Ada Lowe spoke in Northmere on Monday.\n\n“The bridge is safe,” Lowe said. “It was safe in May.” Bo Finch, who runs the port, disagreed: “Nobody has looked at the river piers since the flood.”\n\nThe council of Northmere votes on Friday.",
  "The port of Eastwick lost two cranes in the storm.\n\n“We will pay for both,” said Bo Finch of Harbour Works. The union said that nobody had asked them.\n\nAda Lowe was not there.",
];

interface Typed {
  /** When its key was pressed, in milliseconds of this machine's clock. */
  at: number;
  operation: Operation;
  /** When the host had it in its journal, as far as the window knows. */
  answered: number | null;
}

/** Notes every operation that leaves the window, with the time of the key that made it. */
const noteOperations = () => {
  const typed: { at: number; operation: { at: string }; answered: number | null }[] = [];
  let lastKey = 0;
  Object.assign(window, { typed });
  window.addEventListener(
    "keydown",
    () => {
      lastKey = Date.now();
    },
    true,
  );
  const send = window.fetch;
  window.fetch = (address, init) => {
    if (!String(address).endsWith("call/operations.apply")) return send(address, init);
    const sent: typeof typed = [];
    for (const operation of JSON.parse(String(init?.body)).operations) {
      const made = Date.parse(operation.at);
      // What is undone carries the time at which it was first done.
      const isAgain = [...typed, ...sent].some((one) => one.operation.at === operation.at);
      sent.push({ at: isAgain ? lastKey : made, operation, answered: null });
    }
    typed.push(...sent);
    const reply = send(address, init);
    reply.then(
      () => {
        for (const one of sent) one.answered = Date.now();
      },
      () => undefined,
    );
    return reply;
  };
};

async function start(home: string, record: string | null): Promise<{ child: ChildProcess; url: string }> {
  const host = join(import.meta.dirname, "..", "support", "recorded-host.ts");
  const args = [host, join(home, "profile"), join(home, "project"), ...(record ? [record] : [])];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the host ended with ${code}`)));
  });
  return { child, url: JSON.parse(line).url };
}

/** Asks the host from inside its page, as its window does. */
async function ask(page: Page, method: string, params: unknown): Promise<unknown> {
  const reply = await page.evaluate(
    async ([name, body]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(`call/${name}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
    },
    [method, params] as const,
  );
  if (!reply.ok) throw new Error(`${method}: ${reply.problem.reason}`);
  return reply.value;
}

/** Opens the window on a host, and reads everything that it has. */
async function openWindow(page: Page, url: string) {
  const reply = page.waitForResponse((response) => response.url().endsWith("/call/project.open"));
  await page.goto(url);
  const opened = openedSchema.parse((await (await reply).json()).value);
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  let state = emptyProjectState(opened.project, opened.entities, opened.lessons);
  for (const { id } of opened.articles) {
    const read = openedArticleSchema.parse(await ask(page, "article.open", { session: opened.session, article: id }));
    expect(read.problems).toEqual([]);
    state = withArticle(state, articleState(read.article, read));
  }
  return state;
}

const annotated = (one: ProjectState) =>
  [...one.articles.values()].map(({ work, mentions, quotes, claims, relations }) => ({
    work,
    mentions: [...mentions.values()].sort(byId),
    quotes: [...quotes.values()].sort(byId),
    claims: [...claims.values()].sort(byId),
    relations: [...relations.values()].sort(byId),
  }));
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
const same = (a: ProjectState, b: ProjectState) =>
  sameRecord(annotated(a), annotated(b)) &&
  sameRecord([...a.entities.values()].sort(byId), [...b.entities.values()].sort(byId));

/** Types as somebody does who marks fast, until `isOver`. */
async function type(page: Page, random: () => number, isOver: () => boolean): Promise<void> {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const press = async (...keys: string[]) => {
    for (const key of keys) if (!isOver()) await page.keyboard.press(key);
  };
  await page.locator(".article-text .block").first().click();
  while (!isOver()) {
    const roll = random();
    await press(
      ...Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(["Control+ArrowRight", "ArrowRight"])),
    );
    if (roll < 0.5) await press(pick(["1", "2", "3", "4"]), "Escape");
    else if (roll < 0.6) await press("q", "Escape");
    else if (roll < 0.68) await press("Shift+Control+ArrowRight", "c", "Escape");
    else if (roll < 0.74) await press("Tab", "d");
    else if (roll < 0.8) await press("Tab", "Delete");
    else if (roll < 0.9) await press(...Array.from({ length: 1 + Math.floor(random() * 3) }, () => "Control+z"));
    else if (roll < 0.93) await press("Control+Shift+z");
    else if (roll < 0.96) await press("Control+s");
    else if (roll < 0.98) await press("Control+Enter");
    else await press(pick(["Alt+PageDown", "Alt+PageUp"]), "Escape");
  }
}

async function makeProject(home: string): Promise<void> {
  mkdirSync(home, { recursive: true });
  const annotator = await (await openProfile(join(home, "profile"))).setAnnotator("Ada Analyst");
  const folder = join(home, "project");
  await createFolderProject(folder, { id: "p1", name: "Bridges", scheme: newsScheme, guidelines: "" }, annotator);
  const backend = folderBackend(folder, annotator);
  const { state } = await backend.load();
  const source = { kind: "paste" as const, name: null, sha256: null, encoding: null, bom: false };
  const facts = { byline: null, publisher: null, date: null, url: null, language: null, source, removed: false };
  const whole = texts.reduce((into, text, index) => {
    const id = `story-${index + 1}`;
    return withArticle(into, articleState({ id, title: id, ...facts, text, blocks: blocksOfPlainText(text) }));
  }, state);
  await backend.save(state, whole, () => undefined);
}

/** What the files say, without a program that has them open. */
async function inFiles(home: string): Promise<ProjectState> {
  const annotator = (await openProfile(join(home, "profile"))).annotator();
  if (!annotator) throw new Error("the profile has lost its annotator");
  const backend = folderBackend(join(home, "project"), annotator);
  const { state } = await backend.load();
  const { articles } = await backend.articles();
  let whole = state;
  for (const { id } of articles) whole = withArticle(whole, (await backend.article(id)).open);
  return whole;
}

test(`a program that is killed, and a machine whose power fails, lose nothing older than ${promised} ms`, async ({
  page,
}) => {
  test.setTimeout(120_000 + kills * 20_000);
  const random = chance(seed);
  // How fast this machine's disk syncs is not what is looked at: in memory, where there is such a place, that is at once.
  const root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "onrecord-kill-"));
  const home = join(root, "home");
  const record = join(root, "record.jsonl");
  await makeProject(home);
  await page.addInitScript(noteOperations);
  let last: Life = { found: await inFiles(home), typed: [], killed: 0, stood: 0, isCut: false };
  const times: number[] = [];
  const stall = watchStalls();
  const count = { kills: 0, cuts: 0, typed: 0, young: 0, lost: 0, notices: 0 };
  let child: ChildProcess | null = null;
  try {
    for (let life = 0; life <= kills; life += 1) {
      const isCut = life % 2 === 1;
      const filed = await inFiles(home);
      const before = isCut ? snapshot(home) : null;
      const host = await start(home, isCut ? record : null);
      child = host.child;
      const found = await openWindow(page, host.url);
      account(last, found, count);
      for (const open of found.articles.values()) {
        expect(violations(found, open).filter(({ warning }) => !warning)).toEqual([]);
      }
      if (!same(filed, found)) {
        count.notices += 1;
        await expect(page.getByText("Your work was brought back")).toBeVisible();
      }
      if (life === kills) break;

      // A number of keys, so that a slow machine types as much as a fast one, and sometimes a moment more for the saving.
      let keys = 12 + Math.floor(random() * 60);
      await type(page, random, () => keys-- <= 0);
      if (random() < 0.3) await page.waitForTimeout(random() * 1_800);
      const killed = Date.now();
      const stood = stall.lately();
      const gone = new Promise((resolve) => host.child.once("exit", resolve));
      host.child.kill("SIGKILL");
      await gone;
      child = null;
      await page.waitForTimeout(50);
      const sent = await page.evaluate(() => (window as unknown as { typed: unknown[] }).typed);
      const typed = (sent as Typed[]).map(
        (one): Typed => ({ ...one, operation: operationSchema.parse(one.operation) }),
      );
      for (const { at, answered } of typed) if (answered !== null) times.push(answered - at);
      if (before) {
        cutPower(home, before, record, random() < 0.5 ? "all" : random);
        endRecord(record);
        count.cuts += 1;
      } else count.kills += 1;
      count.typed += typed.length;
      const problems = await validateFile(join(home, "project"), "project");
      expect(problems.filter(({ reason }) => !reason.includes("was cut off while it was written"))).toEqual([]);

      last = { found, typed, killed, stood, isCut };
    }
  } finally {
    child?.kill("SIGKILL");
    stall.end();
    rmSync(root, { recursive: true, force: true });
  }
  console.log(
    `kills: ${count.kills}, power cuts: ${count.cuts}, operations typed: ${count.typed}, younger than ${promised} ms and gone: ${count.young}, operations lost: ${count.lost}, recoveries with a notice: ${count.notices}; from key to journal ${share(times, 0.5)} ms, at most ${share(times, 1)} ms (seed ${seed})`,
  );
  expect(count.lost).toBe(0);
  expect(count.typed).toBeGreaterThan(kills * 2);
});

const share = (times: readonly number[], part: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0;

interface Life {
  found: ProjectState;
  typed: readonly Typed[];
  killed: number;
  /** For how long the machine let nobody run shortly before, in milliseconds: no program can keep a promise then. */
  stood: number;
  isCut: boolean;
}

/** Processes that a key passes on its way to the disk: each may have stood still so long. */
const hops = 4;

/** Notices when this machine has no time for anybody. */
function watchStalls() {
  const late: { at: number; by: number }[] = [];
  let due = Date.now() + 20;
  const timer = setInterval(() => {
    const now = Date.now();
    late.push({ at: now, by: Math.max(0, now - due) });
    if (late.length > 200) late.shift();
    due = now + 20;
  }, 20);
  return {
    lately: () => late.filter(({ at }) => at > Date.now() - 1_000).reduce((most, { by }) => Math.max(most, by), 0),
    end: () => clearInterval(timer),
  };
}

/** Checks that what is there after a life is what was typed in it, up to some key, and counts what is not. */
function account(life: Life, now: ProjectState, count: { young: number; lost: number }): void {
  const { found, typed, killed, stood, isCut } = life;
  const isDue = ({ at, answered }: Typed) => at < killed - promised - hops * stood || (!isCut && answered !== null);
  const due = typed.findLastIndex(isDue) + 1;
  let whole = found;
  let reached = same(whole, now) ? 0 : -1;
  for (const [index, { operation }] of typed.entries()) {
    whole = apply(whole, operation);
    if (same(whole, now)) reached = index + 1;
  }
  expect(reached, "what is there is what was typed, up to some key").toBeGreaterThanOrEqual(0);
  for (const { at, operation } of typed.slice(reached, Math.max(due, reached))) {
    console.log(
      `lost: “${operation.label}”, typed ${killed - at} ms before the end (the machine stood still for ${stood} ms)`,
    );
  }
  count.lost += Math.max(0, due - reached);
  count.young += typed.length - Math.max(due, reached);
}
