import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { readerAnswers } from "../../electron/services/index/reader.ts";
import { writerAnswers } from "../../electron/services/index/writer.ts";
import { folderBackend } from "../../electron/services/store/folder.ts";
import { apply, type Operation } from "../../shared/annotation/operation.ts";
import { articleState, type ProjectState, withArticle } from "../../shared/annotation/state.ts";
import { articleOrders, hitOrders } from "../../shared/host/listing.ts";
import { article, mention, spanOf, temporaryFolder } from "../builders.ts";
import { age } from "../support/age.ts";
import { ann, bob, newFolder } from "../unit/services/support.ts";

const ids = ["a", "b", "c", "d"] as const;
const words = ["river", "Council", "élan", "vote 😀", "said “no”"] as const;

/** Something that happens to one of the articles: done in this program, or by somebody else behind its back. */
const step = fc.record({
  id: fc.constantFrom(...ids),
  word: fc.constantFrom(...words),
  kind: fc.constantFrom(
    "import",
    "mark",
    "done",
    "retitle",
    "remove",
    "colleague",
    "tear",
    "lose",
    "vanish",
    "settle",
    "tell",
    "look",
  ),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function operationOf(state: ProjectState, { id, word, kind }: Step): Operation | null {
  const open = state.articles.get(id);
  const at = "2026-11-24T10:00:00.000Z";
  const text = `The ${word} is here. Zoë Doe agreed.`;
  if (kind === "import") {
    const after = article(text, { id, title: `${word} ${id}`, date: word === "river" ? null : "2026-01-02" });
    return open ? null : { label: "Import", at, changes: [{ table: "article", id, before: null, after }] };
  }
  if (!open) return null;
  const before = open.article;
  if (kind === "retitle" || kind === "remove") {
    const after =
      kind === "remove" ? { ...before, removed: true } : { ...before, title: word, publisher: "Post", text };
    const hasWork = open.mentions.size > 0;
    return hasWork ? null : { label: kind, at, changes: [{ table: "article", id, before, after }] };
  }
  if (kind === "done") {
    const after = { ...open.work, state: "done" as const };
    return { label: kind, at, changes: [{ table: "work", article: id, id, before: open.work, after }] };
  }
  if (kind !== "mark" && kind !== "tell") return null;
  const record = mention(`m${open.mentions.size}`, spanOf(before.text, "agreed"), null);
  return { label: kind, at, changes: [{ table: "mention", article: id, id: record.id, before: null, after: record }] };
}

/** All that an index answers. */
function answers(path: string): unknown {
  const reader = readerAnswers({ role: "reader", path, annotator: ann.id });
  const all = {
    lists: articleOrders.map((order) => reader.page({ filter: "", order }, 0, 100)),
    filtered: reader.page({ filter: "POST coun", order: "title" }, 0, 100),
    places: articleOrders.map((order) => ids.map((id) => reader.place({ filter: "", order }, id))),
    first: reader.first(),
    problems: reader.problems(),
    hits: ["the", "elan OR river", '"zoe doe"', "coun* -river", "😀 no"].map((query) =>
      hitOrders.map((order) => {
        const { hits, ...counts } = reader.search({ query, order }, 0, 100);
        const lines = order === "relevance" ? hits.map((hit) => JSON.stringify(hit)).sort() : hits;
        return { lines, counts };
      }),
    ),
  };
  reader.release();
  return all;
}

describe("the index of a project", () => {
  it("is the same, brought in line step by step, as one that is made of the files anew", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const folder = await newFolder();
        const home = temporaryFolder();
        const data = { role: "writer" as const, project: folder };
        const index = writerAnswers({ ...data, path: join(home, "kept.db") }, () => undefined);
        index.open();
        const backend = folderBackend(folder, ann);
        let { state } = await backend.load();
        let tick = 0;
        for (const one of steps) {
          tick += 1;
          const file = join(folder, "articles", one.id);
          const versions = () => readdirSync(file).map((name) => join(file, name));
          const isThere =
            readdirSync(folder).includes("articles") && readdirSync(join(folder, "articles")).includes(one.id);
          if (one.kind === "settle") {
            age(folder, new Date(1_700_000_000_000 + tick * 1_000));
            await index.scan();
          } else if (one.kind === "look") await index.scan();
          else if (one.kind === "tear" && isThere) for (const path of versions()) writeFileSync(path, "{ torn");
          else if (one.kind === "vanish") rmSync(file, { recursive: true, force: true });
          else if (one.kind === "lose") rmSync(join(folder, "annotations", ann.id, `${one.id}.json`), { force: true });
          else if (one.kind === "colleague" && isThere) await colleagueMarks(folder, one.id);
          const operation = operationOf(state, one);
          if (!operation) continue;
          const next = apply(state, operation);
          if (one.kind === "tell") {
            const open = next.articles.get(one.id);
            const { title, publisher, date, text } = open?.article ?? article("");
            const shown = { title, publisher, date, text, words: 0 };
            const work = { annotator: ann.id, id: one.id, state: "doing" as const, mentions: 9, quotes: 0, claims: 0 };
            index.tell([{ article: { id: one.id, shown }, work }]);
          }
          const saved = await backend
            .save(state, next, () => undefined)
            .then(
              () => true,
              () => false,
            );
          if (saved) state = next;
          await index.refresh([one.id], ann.id);
        }
        if (steps.length % 2 === 0) age(folder);
        await index.scan();
        await index.tidy();
        const fresh = writerAnswers({ ...data, path: join(home, "fresh.db") }, () => undefined);
        await fresh.scan();
        expect(answers(join(home, "kept.db"))).toEqual(answers(join(home, "fresh.db")));
        index.close();
        fresh.close();
      }),
      { numRuns: 40 },
    );
  });

  it("answers any query with hits or a sentence, and each hit is what stands at its place", async () => {
    const folder = await newFolder();
    const backend = folderBackend(folder, ann);
    const { state } = await backend.load();
    const text = "Ünal’s “quick\u00a0fox” said: 😀 it's over\u0000 now\ufdd0 – don't AND wait NEAR the river.";
    const full = withArticle(state, articleState(article(text, { id: "a" })));
    await backend.save(state, full, () => undefined);
    const path = join(temporaryFolder(), "index.db");
    const index = writerAnswers({ role: "writer", project: folder, path }, () => undefined);
    await index.scan();
    const reader = readerAnswers({ role: "reader", path, annotator: ann.id });
    onTestFinished(() => {
      reader.release();
      index.close();
    });
    const pieces = fc.constantFrom(
      '"',
      "*",
      "-",
      "(",
      ")",
      "NEAR(",
      "AND",
      "OR",
      "NOT",
      "^",
      ":",
      "{",
      "+",
      "'",
      "\\",
      "\0",
      "text:",
      "fox",
      "unal",
      "it's",
      "“",
      "😀",
      "ri*",
      ";--",
      "%",
      "\ud800",
    );
    const typed = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(" ")),
      fc.array(pieces).map((parts) => parts.join("")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(typed, fc.constantFrom(...hitOrders), (query, order) => {
        const found = reader.search({ query, order }, 0, 100);
        if (found.reason !== null) expect(found.hits).toEqual([]);
        for (const { start, end, hit, left, right } of found.hits) {
          expect(text.slice(start, end).replace(/[\0\ufdd0]/gu, " ")).toBe(hit);
          expect(text.replace(/[\0\ufdd0]/gu, " ")).toContain(left + hit + right);
        }
      }),
      { numRuns: 400 },
    );
    expect(reader.search({ query: '"quick fox"', order: "relevance" }, 0, 10).hits).toMatchObject([
      { hit: "quick\u00a0fox" },
    ]);
    expect(reader.search({ query: "UNAL", order: "relevance" }, 0, 10).hits).toMatchObject([{ hit: "Ünal" }]);
  });
});

async function colleagueMarks(folder: string, id: string): Promise<void> {
  const backend = folderBackend(folder, bob);
  const { state } = await backend.load();
  const read = await backend.article(id).catch(() => null);
  if (!read) return;
  const before = withArticle(state, read.open);
  const at = "2026-11-24T11:00:00.000Z";
  const { work, article: current } = read.open;
  const changes: Operation["changes"] = [
    { table: "work", article: id, id, before: work, after: { ...work, state: "doing" } },
    { table: "article", id, before: current, after: { ...current, title: "Bob’s" } },
  ];
  await backend.save(before, apply(before, { label: "Colleague", at, changes }), () => undefined);
}
