// Makes assets/sample/project/, the project that "Open the sample" copies, from the sample article and its key.
// The same sources always give the same bytes.
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readArticle } from "../electron/services/import/index.ts";
import { createFolderProject, folderBackend } from "../electron/services/store/folder.ts";
import {
  type Article,
  type Claim,
  type Entity,
  type Mention,
  mentionForms,
  type Quote,
  quoteForms,
} from "../shared/annotation/records.ts";
import { newsScheme } from "../shared/annotation/scheme.ts";
import { articleState, emptyProjectState, withArticle } from "../shared/annotation/state.ts";
import { createOffsetIndex } from "../shared/article/offsets.ts";

const sample = fileURLToPath(new URL("../assets/sample", import.meta.url));
const now = "2026-11-24T09:00:00.000Z";
const annotator = { id: "sample", name: "Sample annotator" };

const spansSchema = z.array(z.object({ start: z.number(), end: z.number(), text: z.string() }));
export const keySchema = z.object({
  entities: z.array(z.object({ id: z.string(), type: z.string(), name: z.string() })),
  mentions: z.array(z.object({ id: z.string(), entity: z.string(), form: z.enum(mentionForms), spans: spansSchema })),
  quotes: z.array(
    z.object({
      id: z.string(),
      form: z.enum(quoteForms),
      content: spansSchema,
      cue: spansSchema,
      speaker: z.string(),
      addressee: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
  claims: z.array(
    z.object({
      id: z.string(),
      spans: spansSchema,
      claimant: z.string().nullable(),
      quote: z.string().nullable(),
      gist: z.string(),
      checkworthy: z.boolean(),
    }),
  ),
});
type Key = z.infer<typeof keySchema>;

/** Lays the sample project out in a folder, which must be empty or missing. */
export async function makeSample(target: string): Promise<void> {
  const key = keySchema.parse(JSON.parse(await readFile(join(sample, "key.json"), "utf8")));
  const guidelines = await readFile(join(sample, "guidelines.md"), "utf8");
  const project = { id: "sample", name: "Sample: the water of Port Ellery", scheme: newsScheme, guidelines };
  const article = await sampleArticle();
  const open = articleState(article, { work: { id: article.id, state: "done" }, ...contentsOf(key, article) });
  await createFolderProject(target, project, annotator);
  const backend = folderBackend(target, annotator, () => now);
  const { state } = await backend.load();
  const { entities } = emptyProjectState(project, entitiesOf(key));
  await backend.save(state, withArticle({ ...state, entities }, open), () => undefined);
}

async function sampleArticle(): Promise<Article> {
  const name = "article.txt";
  const read = await readArticle({ name, bytes: await readFile(join(sample, name)) });
  if (!read.ok) throw new Error(read.problem.reason);
  const { keepBytes: _keepBytes, ...draft } = read.draft;
  return {
    id: "port-ellery-water",
    ...draft,
    byline: "Oona Whitlock",
    publisher: "The Marsden Ledger",
    date: "2026-11-20",
    language: "en",
    removed: false,
  };
}

/** The key's entities, each with the other names that the article gives it. */
function entitiesOf(key: Key): Entity[] {
  return key.entities.map(({ id, type, name }) => {
    const named = key.mentions.filter((mention) => mention.entity === id && mention.form === "name");
    const names = named.flatMap(({ spans }) => spans.map(({ text }) => text.replace(/\s+/gu, " ")));
    const aliases = [...new Set(names)].filter((alias) => bare(alias) !== bare(name));
    return { id, type, name, aliases, links: [], note: "", mergedInto: null, created: now };
  });
}

/** A name without what does not make it another one. */
const bare = (name: string) => name.toLowerCase().replace(/^the /u, "");

function contentsOf(key: Key, article: Article) {
  const { toUtf16 } = createOffsetIndex(article.text);
  const spans = (of: Key["mentions"][number]["spans"]) =>
    of.map(({ start, end }) => ({ start: toUtf16(start), end: toUtf16(end) }));
  const common = {
    note: "",
    attributes: {},
    status: "done" as const,
    annotator: annotator.id,
    origin: { kind: "human" as const },
    created: now,
    modified: now,
  };
  const mentions = key.mentions.map(
    ({ id, entity, form, spans: own }): Mention => ({ ...common, id, entity, form, spans: spans(own) }),
  );
  const quotes = key.quotes.map(
    ({ id, form, content, cue, speaker, addressee, note }): Quote => ({
      ...common,
      id,
      form,
      content: spans(content),
      cue: spans(cue),
      speakers: [{ mention: speaker }],
      addressees: addressee === undefined ? [] : [{ mention: addressee }],
      note: note ?? "",
    }),
  );
  const claims = key.claims.map(
    ({ id, spans: own, claimant, quote, gist, checkworthy }): Claim => ({
      ...common,
      id,
      spans: spans(own),
      claimant: quote !== null ? { quote } : claimant !== null ? { entity: claimant } : null,
      quote,
      gist,
      checkWorthiness: checkworthy ? "high" : "low",
      verdict: null,
      evidence: [],
    }),
  );
  return { mentions, quotes, claims };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = join(sample, "project");
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
  await makeSample(target);
}
