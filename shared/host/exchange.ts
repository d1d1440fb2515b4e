import { z } from "zod";
import { operationSchema } from "../annotation/operation.ts";
import { idSchema } from "../annotation/records.ts";
import { intakeChoicesSchema } from "../exchange/intake/choices.ts";
import { answeredLabelSchema, labelAnswerSchema, labelKinds } from "../exchange/intake/labels.ts";
import { lossSchema } from "../exchange/loss.ts";
import { problemSchema } from "../format/problem.ts";
import { articleQuerySchema } from "./listing.ts";
import { done, inSession, method, nothing } from "./method.ts";

/** A file or folder that the host showed to the window, or bytes that were dropped on it (base64). */
const handle = z.string().min(1);
export const exchangeSourceSchema = z.union([
  z.strictObject({ handle }),
  z.strictObject({ name: z.string().min(1), base64: z.string() }),
]);
export type ExchangeSource = z.infer<typeof exchangeSourceSchema>;

export const formatFactsSchema = z.object({
  id: z.string(),
  title: z.string(),
  endings: z.array(z.string()),
  reads: z.boolean(),
  writes: z.boolean(),
  unit: z.string(),
  /** Where the format has room for what it cannot say; null where it has none. */
  extension: z.string().nullable(),
  /** What it cannot say in its own terms, in a sentence each. */
  not: z.array(z.string()),
  options: z.array(z.object({ id: z.string(), title: z.string(), description: z.string(), on: z.boolean() })),
});
export type FormatFacts = z.infer<typeof formatFactsSchema>;

/** Which articles go out: one, those that the list shows, or all. */
export const exportScopeSchema = z.discriminatedUnion("scope", [
  z.strictObject({ scope: z.literal("article"), article: idSchema }),
  z.strictObject({ scope: z.literal("listed"), query: articleQuerySchema }),
  z.strictObject({ scope: z.literal("project") }),
]);
export type ExportScope = z.infer<typeof exportScopeSchema>;

export const exportRequestSchema = z.strictObject({
  format: z.string(),
  articles: exportScopeSchema,
  /** Whose work: one's own, everybody's, or that of the annotator of that id. */
  annotators: z.union([z.enum(["mine", "all"]), z.strictObject({ annotator: idSchema })]),
  /** Whether what the format cannot say goes where it has room. */
  extension: z.boolean(),
  /** Whether what is suggested and not decided goes out too, as annotations that nobody accepted. */
  suggestions: z.boolean(),
  /** Ids of the format's options that are on. */
  options: z.array(z.string()),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

const writtenSchema = z.object({
  articles: z.number().int(),
  losses: z.array(lossSchema),
  /** What only Onrecord reads again. */
  extra: z.array(lossSchema),
  problems: z.array(problemSchema),
  cancelled: z.boolean(),
});

export const exportPreviewSchema = writtenSchema.extend({
  /** Files of the first article, and those that all share, with the lines that each begins with. */
  files: z.array(z.object({ name: z.string(), start: z.string(), isWhole: z.boolean() })),
  /** Whether it is one file, or a folder of files. */
  isOneFile: z.boolean(),
  suggestedName: z.string(),
});
export type ExportPreview = z.infer<typeof exportPreviewSchema>;

export const exportedSchema = writtenSchema.extend({ files: z.number().int(), location: z.string(), handle });
export type Exported = z.infer<typeof exportedSchema>;

/** Whose work annotations become: as the file names people (`nobody` says whose they are where it names none, null for
 *  one's own), all one's own, or all that of one person. */
export const whoseSchema = z.discriminatedUnion("whose", [
  z.strictObject({ whose: z.literal("named"), nobody: z.string().trim().min(1).nullable() }),
  z.strictObject({ whose: z.literal("mine") }),
  z.strictObject({ whose: z.literal("other"), name: z.string().trim().min(1) }),
]);
export type Whose = z.infer<typeof whoseSchema>;

export const importPlanSchema = z.object({
  plan: z.string(),
  cancelled: z.boolean(),
  /** Whether it is too much for one step that can be undone: it goes straight into the project's files. */
  large: z.boolean(),
  formats: z.array(z.object({ id: z.string(), title: z.string(), articles: z.number().int() })),
  found: z.object({
    articles: z.number().int(),
    mentions: z.number().int(),
    quotes: z.number().int(),
    claims: z.number().int(),
    relations: z.number().int(),
  }),
  /** How many articles are new, here with the same text, or here with another one. */
  there: z.object({ none: z.number().int(), same: z.number().int(), changed: z.number().int() }),
  /** The first of the articles. */
  articles: z.array(
    z.object({
      title: z.string(),
      start: z.string(),
      mentions: z.number().int(),
      quotes: z.number().int(),
      claims: z.number().int(),
      there: z.enum(["none", "same", "changed"]),
    }),
  ),
  /** Labels that the project's scheme does not have, each with the answer that was given last or is likely. */
  labels: z.array(
    z.object({
      format: z.string(),
      kind: z.enum(labelKinds),
      label: z.string(),
      count: z.number().int(),
      example: z.string(),
      answer: labelAnswerSchema,
      remembered: z.boolean(),
    }),
  ),
  /** Annotators whom the files name, and how much of it nobody is named for. */
  people: z.array(z.object({ name: z.string(), count: z.number().int(), isMe: z.boolean() })),
  unnamed: z.number().int(),
  losses: z.array(lossSchema),
  problems: z.array(problemSchema),
});
export type ImportPlan = z.infer<typeof importPlanSchema>;

export const importDecisionsSchema = z.strictObject({
  whose: whoseSchema,
  choices: intakeChoicesSchema,
  labels: z.array(answeredLabelSchema.extend({ format: z.string() })),
});
export type ImportDecisions = z.infer<typeof importDecisionsSchema>;

const tallySchema = z.object({
  added: z.number().int(),
  same: z.number().int(),
  kept: z.number().int(),
  replaced: z.number().int(),
});

const countsSchema = z.object({
  added: z.number().int(),
  merged: z.number().int(),
  versions: z.number().int(),
  skipped: z.number().int(),
});
const peopleSchema = z.array(z.object({ name: z.string(), articles: z.number().int(), tally: tallySchema }));

const inPlan = inSession.extend({ plan: z.string() });

/** Requests about other tools' formats. Nothing is written where no file chooser, dialog of the system or drop led to. */
export const exchangeMethods = {
  "exchange.formats": method(nothing, z.object({ formats: z.array(formatFactsSchema) })),
  /** Everybody whose work is in the project. */
  "exchange.people": method(
    inSession.extend({ article: idSchema.nullable() }),
    z.object({ people: z.array(z.object({ id: idSchema, name: z.string(), isMe: z.boolean() })) }),
  ),
  /** What an export would write and what it would lose, of every article in its scope. */
  "exchange.preview": method(inSession.extend({ request: exportRequestSchema, task: z.string() }), exportPreviewSchema),
  /** Writes an export: whole, or not at all. */
  "exchange.export": method(
    inSession.extend({ request: exportRequestSchema, target: handle, task: z.string() }),
    exportedSchema,
  ),
  /** Reads files and says what is in them. Nothing enters the project yet. */
  "exchange.read": method(
    inSession.extend({ sources: z.array(exchangeSourceSchema), format: z.string().nullable(), task: z.string() }),
    importPlanSchema,
  ),
  /** Makes of a plan the operation that brings articles, entities and one's own annotations into the project: the window
   *  applies it, with the articles in `open` open, and commits what is left. `large`: it is too much for that, and is to be
   *  taken as a large plan is. */
  "exchange.prepare": method(
    inPlan.extend({ decisions: importDecisionsSchema }),
    z.object({
      large: z.boolean(),
      operation: operationSchema.nullable(),
      open: z.array(idSchema),
      /** The articles that were taken in, the first one first. */
      articles: z.array(idSchema),
      counts: countsSchema,
      mine: tallySchema,
      others: z.array(z.object({ name: z.string(), articles: z.number().int() })),
      losses: z.array(lossSchema),
      problems: z.array(problemSchema),
    }),
  ),
  /** Writes other annotators' work to their files, article by article, and forgets the plan. Each file is whole; a
   *  cancelled one leaves those that are written. */
  "exchange.commit": method(
    inPlan.extend({ task: z.string() }),
    z.object({
      people: peopleSchema,
      cancelled: z.boolean(),
      problems: z.array(problemSchema),
    }),
  ),
  /** Reads a large plan's files once more and writes them straight into the project's, article by article, and forgets the
   *  plan. The window learns of what is open by `disk.changed`. A cancelled one leaves the articles that are written. */
  "exchange.take": method(
    inPlan.extend({ decisions: importDecisionsSchema, task: z.string() }),
    z.object({
      /** The first article that was taken in. */
      first: idSchema.nullable(),
      counts: countsSchema,
      mine: tallySchema,
      people: peopleSchema,
      losses: z.array(lossSchema),
      problems: z.array(problemSchema),
      cancelled: z.boolean(),
    }),
  ),
  "exchange.forget": method(inPlan, done),
  /** Shows a file that was written, where the shell can. */
  "window.showFile": method(z.strictObject({ handle }), done),
} as const;
