import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Evaluation } from "../../../shared/suggest/evaluate.ts";
import { asGold, type GoldDocument, type Offsets, type SystemDocument } from "../../../shared/suggest/gold.ts";
import { temporaryFolder } from "../../builders.ts";
import { suggest } from "./support.ts";

const text = "Gov. Ann Lee said “we will win” on Monday. Critics doubt it will happen soon.";
const at = (words: string): Offsets => [text.indexOf(words), text.indexOf(words) + words.length];
const win = { content: [at("we will win")], cue: [at("said")], speaker: [at("Gov. Ann Lee")] };
const doubt = { content: [at("it will happen soon")], cue: [at("doubt")], speaker: [at("Critics")] };
const gold: GoldDocument = { id: "a", text, quotes: [win, doubt] };

function report(document: GoldDocument, system: Omit<SystemDocument, "id"> | undefined) {
  const evaluation = new Evaluation();
  evaluation.add(document, system && { id: document.id, ...system });
  return evaluation.report();
}

describe("the evaluation of quotes", () => {
  it("is perfect for the gold itself, and nothing for silence", () => {
    const perfect = report(gold, gold).quotes;
    expect([perfect?.contentExact.f1, perfect?.cueExact.f1, perfect?.joint.f1, perfect?.speakerHead]).toEqual([
      1, 1, 1, 1,
    ]);
    expect(report(gold, undefined)).toMatchObject({ missing: 1, quotes: { contentExact: { recall: 0, gold: 2 } } });
  });

  it("counts words, so that marks and commas do not matter", () => {
    const quoted = { ...win, content: [at("“we will win”")] };
    expect(report(gold, { quotes: [quoted] }).quotes?.contentExact).toMatchObject({ precision: 1, recall: 0.5 });
  });

  it("gives a partly right content its share", () => {
    const long = { ...win, content: [at("we will win” on Monday")] };
    const { quotes } = report(gold, { quotes: [long] });
    expect(quotes?.contentExact.f1).toBe(0);
    expect(quotes?.contentPartial.precision).toBeCloseTo(3 / 5);
    expect(quotes?.joint.precision).toBe(1);
  });

  it("asks for the head of the speaker's phrase", () => {
    const { quotes } = report(gold, { quotes: [{ ...win, speaker: [at("Gov")] }, doubt] });
    expect([quotes?.speakerAny, quotes?.speakerHead]).toEqual([1, 0.5]);
  });

  it("counts each piece of split content by itself", () => {
    const split: GoldDocument = { ...gold, quotes: [{ ...win, content: [at("we will win"), at("Critics doubt")] }] };
    const { quotes } = report(split, { quotes: [win] });
    expect(quotes?.contentSpan).toMatchObject({ precision: 1, recall: 0.5 });
    expect(quotes?.contentExact.f1).toBe(0);
  });
});

describe("the evaluation of entities and check-worthiness", () => {
  it("wants start, end and type", () => {
    const document = { id: "e", text, entities: [{ type: "Person", start: 5, end: 12 }] };
    const system = { entities: [{ type: "Place", start: 5, end: 12 }, ...document.entities] };
    expect(report(document, system).entities?.all).toMatchObject({ precision: 0.5, recall: 1 });
  });

  it("is average precision over the ranked sentences", () => {
    const starts = [0, 5, 10, 15];
    const sentences = starts.map((start, nth) => ({ start, end: start + 4, checkworthy: nth % 2 === 0 }));
    const scored = sentences.map(({ start, end }, nth) => ({ start, end, score: [0.9, 0.8, 0.7, 0.1][nth] }));
    const { checkWorthiness } = report({ id: "c", text: "aaaa bbbb cccc dddd", sentences }, { sentences: scored });
    expect(checkWorthiness?.meanAveragePrecision).toBeCloseTo((1 + 2 / 3) / 2);
  });
});

const shared = fileURLToPath(new URL("../../../../shared/gold/", import.meta.url));
const measures = z.object({ f: z.number() });
const scorerReport = z.object({
  quotes: z.object({
    content: z.object({ exact: measures, partial: measures }),
    cue: z.object({ exact: measures }),
    speaker: z.object({ any: z.number(), head: z.number() }),
    joint: z.object({ "iou.5": measures }),
  }),
  entities: z.object({ strict: measures }),
});

describe.skipIf(!existsSync(join(shared, "score.mjs")))("the scorer of ../shared/gold", { timeout: 60_000 }, () => {
  it("counts the same on development data", async () => {
    const { readFileSync } = await import("node:fs");
    const file = join(shared, "gum-news.dev.jsonl");
    const documents = readFileSync(file, "utf8").trim().split("\n");
    const evaluation = new Evaluation();
    const system = documents.map((line) => {
      const document: GoldDocument = JSON.parse(line);
      const said = asGold(document.id, document.text, suggest(document.text), "polnear");
      evaluation.add(document, said);
      return JSON.stringify(said);
    });
    const written = join(temporaryFolder(), "system.jsonl");
    writeFileSync(written, system.join("\n"));
    const { stdout } = spawnSync(process.execPath, [join(shared, "score.mjs"), file, written, "--json"], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    const theirs = scorerReport.parse(JSON.parse(stdout));
    const ours = evaluation.report();
    expect(ours.quotes?.contentExact.f1).toBeCloseTo(theirs.quotes.content.exact.f, 6);
    expect(ours.quotes?.contentPartial.f1).toBeCloseTo(theirs.quotes.content.partial.f, 6);
    expect(ours.quotes?.cueExact.f1).toBeCloseTo(theirs.quotes.cue.exact.f, 6);
    expect(ours.quotes?.speakerHead).toBeCloseTo(theirs.quotes.speaker.head, 6);
    expect(ours.quotes?.joint.f1).toBeCloseTo(theirs.quotes.joint["iou.5"].f, 6);
    expect(ours.entities?.all?.f1).toBeCloseTo(theirs.entities.strict.f, 6);
  });
});
