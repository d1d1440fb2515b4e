import { readFileSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ProblemError } from "../../../electron/services/problems.ts";
import { singleFileBackend } from "../../../electron/services/store/single-file.ts";
import { validateFile } from "../../../electron/services/validate.ts";
import { removeAnnotation, setWorkState } from "../../../shared/annotation/actions/annotation.ts";
import { apply } from "../../../shared/annotation/operation.ts";
import { withArticle } from "../../../shared/annotation/state.ts";
import { readAnnotation, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { type Problem, problemSentence } from "../../../shared/format/problem.ts";
import {
  applied,
  article,
  author,
  claim,
  entity,
  mention,
  project,
  projectWith,
  quote,
  relation,
  spanOf,
  temporaryFolder,
} from "../../builders.ts";

const text = "Zoë Doe 😀 said: “It is time.” The Post agreed.";
const whole = writeAnnotation({
  project: project(),
  articleVersion: "v1",
  annotators: [{ id: "a1", name: "Ann", state: "doing" }],
  entities: [entity("e1", "Zoë Doe"), entity("e2", "The Post", { type: "Organization" })],
  open:
    projectWith(article(text), {
      mentions: [mention("m1", spanOf(text, "Zoë Doe"), "e1"), mention("m2", spanOf(text, "The Post"), "e2")],
      quotes: [quote("q1", [spanOf(text, "It is time.")], { speakers: [{ mention: "m1" }, { mention: "m2" }] })],
      claims: [claim("c1", [spanOf(text, "time")], { quote: "q1", claimant: { quote: "q1" } })],
      relations: [relation("r1", "c1", "q1")],
    }).articles.get("story") ?? never(),
  earlier: [],
  unknown: {},
});

function never(): never {
  throw new Error("the builder opened no article");
}

/** The good file with something changed in its JSON. */
function changed(change: (file: Record<string, Record<string, unknown>[]>) => void): string {
  const file = JSON.parse(whole);
  change(file);
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Opens a file with these bytes, checks that it stays as it was, and says what was found. */
async function opening(content: string | Uint8Array) {
  const folder = temporaryFolder();
  const path = join(folder, "story.onrecord.json");
  writeFileSync(path, content);
  const before = readFileSync(path);
  const opened = await singleFileBackend(path, { id: "me", name: "Me" }).then(
    (backend) => ({ backend, refusal: null }),
    (error: unknown) => ({ backend: null, refusal: error instanceof ProblemError ? error.problem : never() }),
  );
  const loaded = opened.backend ? await opened.backend.load() : null;
  const problems: Problem[] = loaded?.problems ?? [opened.refusal ?? never()];
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(await validateFile(path, basename(path))).toEqual(problems);
  for (const problem of problems) {
    expect(problem).toMatchObject({ file: "story.onrecord.json", reason: /./, remedy: /\.$/ });
    expect(problemSentence(problem)).toMatch(/^story\.onrecord\.json.*: .+\. .+\.$/);
  }
  return { ...opened, folder, path, before, problems };
}

describe("a file that cannot be opened", () => {
  const refusals: [what: string, content: () => string | Uint8Array, path: RegExp, reason: RegExp][] = [
    ["is cut off", () => whole.slice(0, whole.length / 2), /^line \d{2,}, column \d+$/, /ends too early/],
    ["is of a newer version", () => whole.replace('"version": 1', '"version": 2'), /^version$/, /version 2.*up to 1/],
    ["is of another format", () => '{"format": "brat", "version": 1}', /^format$/, /does not say "format"/],
    ["holds JSON that is no object", () => "[1, 2]", /^format$/, /does not say "format"/],
    ["is binary", () => Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256), /^$/, /not text/],
    ["is empty", () => "", /^$/, /empty/],
    ["has nothing in it but white space", () => "\ufeff\r\n  ", /^$/, /empty/],
    ["has 50 MB", () => Buffer.alloc(50 * 1024 * 1024, " "), /^$/, /50 MB, more than the 40 MB/],
    ["lacks its article", () => changed((file) => delete file.article), /^article$/, /./],
    [
      "has a block outside the text",
      () =>
        changed((file) => Object.assign(file.article ?? {}, { blocks: [{ kind: "paragraph", start: 0, end: 999 }] })),
      /^article\.blocks\[0\]$/,
      /outside the text/,
    ],
    [
      "has half a character in its text",
      () => changed((file) => Object.assign(file.article ?? {}, { text: "a\ud800" })),
      /^article\.text$/,
      /surrogate/,
    ],
  ];

  it.each(refusals)("because it %s names the place and the mend", async (_what, content, path, reason) => {
    const { backend, problems } = await opening(content());
    expect(backend).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toMatch(path);
    expect(problems[0]?.reason).toMatch(reason);
  });
});

describe("a file that is damaged in a part", () => {
  const parts: [what: string, content: () => string, path: string, reason: RegExp, counts: number[]][] = [
    [
      "a span outside the text",
      () =>
        changed(({ mentions }) => Object.assign(mentions?.[1] ?? {}, { spans: [{ start: 30, end: 999, text: "x" }] })),
      "mentions[1]",
      /lies outside the text/,
      [1, 1, 1, 1],
    ],
    [
      "a span whose text differs",
      () => changed(({ claims }) => Object.assign(claims?.[0] ?? {}, { spans: [{ start: 0, end: 3, text: "Zoe" }] })),
      "claims[0]",
      /covers “Zoë”, but says “Zoe”/,
      [2, 1, 0, 0],
    ],
    [
      "an id used twice",
      () => changed(({ mentions }) => Object.assign(mentions?.[1] ?? {}, { id: "m1" })),
      "mentions[1].id",
      /used twice/,
      [1, 1, 1, 1],
    ],
    [
      "a speaker that is not there",
      () => changed(({ quotes }) => Object.assign(quotes?.[0] ?? {}, { speakers: [{ mention: "m9" }] })),
      "quotes[0].speakers[0]",
      /no mention m9/,
      [2, 1, 1, 1],
    ],
    [
      "a field of a wrong kind",
      () => changed(({ quotes }) => Object.assign(quotes?.[0] ?? {}, { form: "whispered" })),
      "quotes[0].form",
      /./,
      [2, 0, 1, 0],
    ],
    [
      "a bad entity",
      () => changed(({ entities }) => Object.assign(entities?.[1] ?? {}, { name: "" })),
      "entities[1].name",
      /./,
      [2, 1, 1, 1],
    ],
    [
      "a list that is none",
      () => changed((file) => Object.assign(file, { relations: "none" })),
      "relations",
      /not a list/,
      [2, 1, 1, 0],
    ],
    [
      "text that is in no block",
      () => changed((file) => Object.assign(file.article ?? {}, { blocks: [{ kind: "paragraph", start: 0, end: 5 }] })),
      "article.blocks[1]",
      /in no block/,
      [2, 1, 1, 1],
    ],
  ];

  it.each(parts)("by %s opens all the rest and names the place", async (_what, content, path, reason, counts) => {
    const { backend, problems } = await opening(content());
    const found = problems.find((problem) => problem.path === path);
    expect(found?.reason).toMatch(reason);
    const { open } = await (backend ?? never()).article("story");
    expect([open.mentions.size, open.quotes.size, open.claims.size, open.relations.size]).toEqual(counts);
  });

  it("has every speaker cleared that is not there, and keeps the others", async () => {
    const speakers = [{ mention: "m8" }, { mention: "m1" }, { mention: "m9" }];
    const content = changed(({ quotes }) => Object.assign(quotes?.[0] ?? {}, { speakers }));
    const { backend, problems } = await opening(content);
    expect(problems.map(({ path }) => path)).toEqual(["quotes[0].speakers[0]", "quotes[0].speakers[2]"]);
    expect((await backend?.article("story"))?.open.quotes.get("q1")?.speakers).toEqual([{ mention: "m1" }]);
  });

  it("names the place in the file among many", async () => {
    const content = changed((file) => {
      const [first] = file.quotes ?? [];
      file.quotes = Array.from({ length: 40 }, (_, at) => ({
        ...first,
        id: `q${at + 1}`,
        speakers: at === 33 ? [{ mention: "m9" }] : [],
      }));
    });
    expect((await opening(content)).problems.map(({ path }) => path)).toEqual(["quotes[33].speakers[0]"]);
  });

  it("is saved beside itself and never over itself", async () => {
    const content = changed(({ mentions }) => Object.assign(mentions?.[1] ?? {}, { id: "m1" }));
    const { backend, folder, path, before } = await opening(content);
    if (!backend) never();
    const { state, notices } = await backend.load();
    expect(notices[0]?.lines.join()).toContain("story (mended).onrecord.json");
    const start = withArticle(state, (await backend.article("story")).open);
    await backend.save(start, applied(start, setWorkState(start, author(), "story", "done")), () => undefined);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(["story (mended).onrecord.json", "story.onrecord.json"]);
    expect(await validateFile(join(folder, "story (mended).onrecord.json"), "mended")).toEqual([]);
  });
});

describe("a file that is only unusual", () => {
  it("with a byte-order mark and CRLF opens like any other", async () => {
    const { problems } = await opening(`\ufeff${whole.replaceAll("\n", "\r\n")}`);
    expect(problems).toEqual([]);
  });

  it("that names an entity which is not in it opens with a warning and keeps the name", async () => {
    const { backend, problems } = await opening(
      changed(({ mentions }) => Object.assign(mentions?.[0] ?? {}, { entity: "e_of_a_colleague" })),
    );
    expect(problems).toMatchObject([{ path: "mentions[0].entity", reason: /no entity e_of_a_colleague/ }]);
    expect(backend?.path).toMatch(/story\.onrecord\.json$/);
    expect((await backend?.article("story"))?.open.mentions.get("m1")?.entity).toBe("e_of_a_colleague");
  });
});

describe("relations between relations", () => {
  it("go with the one that dangles", () => {
    const content = changed((file) => {
      const [first] = file.relations ?? [];
      file.relations = [
        { ...first, id: "r1", to: "gone" },
        { ...first, id: "r2", from: "r1" },
      ];
    });
    const read = readAnnotation("story.onrecord.json", content, content.length);
    if (!read.ok) never();
    expect(read.document.open.relations.size).toBe(0);
    expect(read.problems.map(({ reason }) => reason)).toEqual([
      "there is nothing with the id gone",
      "there is nothing with the id r1",
    ]);
    const removal = removeAnnotation(read.state, author(), "story", "c1").operation;
    expect(removal && apply(read.state, removal).articles.get("story")?.claims.size).toBe(0);
  });
});
