import { z } from "zod";
import { operationSchema } from "../annotation/operation.ts";
import {
  articleSchema,
  blockSchema,
  claimSchema,
  entitySchema,
  idSchema,
  lessonSchema,
  mentionSchema,
  orphanSchema,
  projectSchema,
  quoteSchema,
  relationSchema,
  suggestionSchema,
  workSchema,
} from "../annotation/records.ts";
import { fieldMapSchema } from "../article/json-fields.ts";
import { webAddressSchema } from "../article/web-address.ts";
import { problemSchema } from "../format/problem.ts";
import { exchangeMethods } from "./exchange.ts";
import { fieldMethods } from "./fields.ts";
import {
  articlePageSchema,
  articlePlaceSchema,
  articleQuerySchema,
  hitQuerySchema,
  hitsSchema,
  indexStatusSchema,
  pageSchema,
} from "./listing.ts";
import { done, inSession, method, nothing } from "./method.ts";
import { suggesterMethods } from "./suggesters.ts";

/** A file or folder that the host showed to the window. The window never sees a path that it could have made up. */
export const handleSchema = z.string().min(1);

export const themes = ["system", "light", "dark"] as const;
export const articleFonts = ["serif", "sans"] as const;
export const settingsSchema = z.object({
  theme: z.enum(themes),
  /** Size of the article's text in CSS pixels. */
  textSize: z.number().int().min(12).max(32),
  font: z.enum(articleFonts),
  /** Keys by command id, where they differ from the defaults. */
  keys: z.record(z.string(), z.array(z.string())),
  leftPanel: z.boolean(),
  rightPanel: z.boolean(),
  /** Whether suggestions are shown in the article, to be accepted or rejected. */
  review: z.boolean().default(false),
  /** Whether the program asks its publisher for a newer version when it starts. It calls nobody otherwise. */
  checkForUpdates: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = {
  theme: "system",
  textSize: 18,
  font: "serif",
  keys: {},
  leftPanel: true,
  rightPanel: true,
  review: false,
  checkForUpdates: false,
};

export const projectKinds = ["folder", "file"] as const;
export const recentSchema = z.object({
  handle: handleSchema,
  kind: z.enum(projectKinds),
  name: z.string(),
  /** Where it lies, for people to read. */
  location: z.string(),
  opened: z.iso.datetime(),
  missing: z.boolean(),
});
export type Recent = z.infer<typeof recentSchema>;

export const saveStatusSchema = z.object({
  session: z.string(),
  /** saved: files hold everything. journaled: the journal does. pending: not yet on the disk. failed: nowhere but here. */
  state: z.enum(["saved", "saving", "journaled", "pending", "failed"]),
  problem: problemSchema.nullable(),
});
export type SaveStatus = z.infer<typeof saveStatusSchema>;

export const noticeSchema = z.object({ title: z.string(), lines: z.array(z.string()) });
export type Notice = z.infer<typeof noticeSchema>;

/** What another program changed on the disk, as an operation from what this one knew to what is there now. The window
 *  makes it an operation of its own, and answers `disk.settled`; until then the host does not write over it. */
export const diskNewsSchema = z.object({
  session: z.string(),
  /** Counts a session's news: the same news may be told twice. */
  number: z.number().int(),
  operation: operationSchema,
  /** The files that it came from, for people to read. */
  files: z.array(z.string()),
  /** Whether this program wrote all of it, for an import: what that says is enough, and undo takes none of it back. */
  imported: z.boolean(),
});
export type DiskNews = z.infer<typeof diskNewsSchema>;

/** Who has an annotator's work open already. */
export const lockedSchema = z.object({
  name: z.string(),
  annotator: z.string(),
  host: z.string(),
  isThisMachine: z.boolean(),
  since: z.iso.datetime(),
});
export type Locked = z.infer<typeof lockedSchema>;

export const openedSchema = z.object({
  session: z.string(),
  kind: z.enum(projectKinds),
  name: z.string(),
  location: z.string(),
  annotator: z.object({ id: idSchema, name: z.string() }),
  project: projectSchema,
  entities: z.array(entitySchema),
  lessons: z.array(lessonSchema),
  /** The first of its articles in the order of their titles, and how many there are. */
  articles: articlePageSchema.shape.articles,
  total: z.number().int(),
  index: indexStatusSchema,
  readOnly: z.boolean(),
  /** Who has it open for writing, where this is for reading only. */
  heldBy: lockedSchema.nullable(),
  /** What was found on the disk that the journal's work has to be put together with. */
  news: diskNewsSchema.nullable(),
  /** What was brought back from the journal, and what else the person should know. */
  notices: z.array(noticeSchema),
  problems: z.array(problemSchema),
  /** The article to show first: the one that the request names, the only one, or the first that is not done. */
  show: idSchema.nullable(),
});
export type Opened = z.infer<typeof openedSchema>;

/** One version of an article's text: an edit, a newer import, or the first one. */
export const articleVersionSchema = z.object({
  version: z.string(),
  /** When it was made; null where the file does not say. */
  created: z.iso.datetime().nullable(),
  /** The name of the annotator who made it; null for one that was imported first. */
  annotator: z.string().nullable(),
  words: z.number().int(),
  newest: z.boolean(),
});
export type ArticleVersion = z.infer<typeof articleVersionSchema>;

/** A text that is being edited, blocks in UTF-16 units. */
export const textDraftSchema = z.object({ text: z.string(), blocks: z.array(blockSchema) });
export type TextDraft = z.infer<typeof textDraftSchema>;

export const openedArticleSchema = z.object({
  article: articleSchema,
  work: workSchema,
  mentions: z.array(mentionSchema),
  quotes: z.array(quoteSchema),
  claims: z.array(claimSchema),
  relations: z.array(relationSchema),
  orphans: z.array(orphanSchema),
  suggestions: z.array(suggestionSchema),
  /** An edit of the text that was neither finished nor discarded. */
  draft: textDraftSchema.nullable(),
  /** What the person should know, such as that the text was changed by somebody else. */
  notices: z.array(noticeSchema),
  problems: z.array(problemSchema),
});
export type OpenedArticle = z.infer<typeof openedArticleSchema>;

/** The first blocks of an article, as its text begins. */
const articleBeginningSchema = articleSchema.pick({
  id: true,
  title: true,
  byline: true,
  publisher: true,
  date: true,
  text: true,
  blocks: true,
});
export type ArticleBeginning = z.infer<typeof articleBeginningSchema>;

export const fileEntrySchema = z.object({
  handle: handleSchema,
  name: z.string(),
  kind: z.enum(["folder", "project", "annotation", "article", "other"]),
  modified: z.iso.datetime().nullable(),
});
export const listingSchema = z.object({
  folder: z.object({ handle: handleSchema, name: z.string(), location: z.string() }),
  parents: z.array(z.object({ handle: handleSchema, name: z.string() })),
  entries: z.array(fileEntrySchema),
});
export type FileEntry = z.infer<typeof fileEntrySchema>;
export type Listing = z.infer<typeof listingSchema>;

export const pickPurposes = ["open", "import", "exchange", "exchange-folder", "project-folder", "export"] as const;

/** Which fields of JSON Lines say what, where that was chosen; it is remembered for files with the same fields. */
const chosenFields = { fields: fieldMapSchema.optional() };

/** Where an article comes from: a file that the host knows, bytes dropped on the window (base64), or pasted text. */
export const importSourceSchema = z.union([
  z.strictObject({ handle: handleSchema, ...chosenFields }),
  z.strictObject({ name: z.string().min(1), base64: z.string(), ...chosenFields }),
  z.strictObject({ text: z.string() }),
]);
export type ImportSource = z.infer<typeof importSourceSchema>;

const menuItemSchema = z.object({
  command: z.string(),
  title: z.string(),
  keys: z.array(z.string()),
  enabled: z.boolean(),
});
export const menuSchema = z.array(z.object({ title: z.string(), items: z.array(z.union([menuItemSchema, z.null()])) }));
export type Menu = z.infer<typeof menuSchema>;

/** Every request that a window may make of its host. A method that fails returns a problem instead of its result. */
export const methods = {
  "app.info": method(
    nothing,
    z.object({
      version: z.string(),
      runtime: z.enum(["electron", "web"]),
      /** native: the system's dialogs. chooser: the window shows files itself. */
      dialogs: z.enum(["native", "chooser"]),
      platform: z.string(),
      annotator: z.object({ id: idSchema, name: z.string() }).nullable(),
      settings: settingsSchema,
      recents: z.array(recentSchema),
      /** What the program was started with, to be opened first. */
      openAtStart: handleSchema.nullable(),
    }),
  ),
  "profile.setAnnotator": method(
    z.strictObject({ name: z.string().trim().min(1) }),
    z.object({ id: idSchema, name: z.string() }),
  ),
  "profile.saveSettings": method(z.strictObject({ settings: settingsSchema }), done),
  "profile.recents": method(nothing, z.object({ recents: z.array(recentSchema) })),
  "profile.forgetRecent": method(z.strictObject({ handle: handleSchema }), done),

  "files.pick": method(
    z.strictObject({ purpose: z.enum(pickPurposes), suggestedName: z.string() }),
    z.object({ handles: z.array(handleSchema) }),
  ),
  "files.list": method(z.strictObject({ folder: handleSchema.nullable() }), listingSchema),
  /** Names a file or folder that need not exist yet, inside a folder that the host showed. */
  "files.child": method(
    z.strictObject({ folder: handleSchema, name: z.string().min(1) }),
    z.object({ handle: handleSchema, exists: z.boolean() }),
  ),

  "project.create": method(z.strictObject({ folder: handleSchema, name: z.string().trim().min(1) }), openedSchema),
  /** Opens a project. Where its annotator's work is open in another program it is opened for reading only, and says who
   *  has it: the window then asks whether to go on as another annotator. Where an article is opened by itself, the task is
   *  the reading of it; one that is cancelled is a problem, and leaves nothing. */
  "project.open": method(z.strictObject({ handle: handleSchema, task: z.string(), ...chosenFields }), openedSchema),
  "project.openSample": method(nothing, openedSchema),
  /** Opens a project once more, as the same annotator or as one of another name. */
  "project.reopen": method(inSession.extend({ as: z.string().trim().min(1).optional() }), openedSchema),
  "project.save": method(inSession, saveStatusSchema),
  /** Copies the project (or single file) to another place and goes on there. */
  "project.saveAs": method(inSession.extend({ folder: handleSchema, name: z.string().min(1) }), openedSchema),
  "project.close": method(inSession, done),
  "project.articles": method(inSession.extend({ ...articleQuerySchema.shape, ...pageSchema.shape }), articlePageSchema),
  /** Where an article stands in the list of a query. */
  "project.place": method(inSession.extend({ ...articleQuerySchema.shape, article: idSchema }), articlePlaceSchema),
  /** Looks for words in all articles. */
  "project.search": method(inSession.extend({ ...hitQuerySchema.shape, ...pageSchema.shape }), hitsSchema),
  /** Goes on with the index where it was stopped, or stops it. What is in it already is kept. */
  "index.build": method(inSession, done),
  "index.stop": method(inSession, done),

  "article.open": method(inSession.extend({ article: idSchema }), openedArticleSchema),
  /** How a long article begins, to be read while the whole is on its way; null where the whole comes as soon. */
  "article.beginning": method(
    inSession.extend({ article: idSchema }),
    z.object({ beginning: articleBeginningSchema.nullable() }),
  ),
  "article.versions": method(
    inSession.extend({ article: idSchema }),
    z.object({ versions: z.array(articleVersionSchema) }),
  ),
  /** Keeps a text that is being edited through a crash; null once it is finished or discarded. */
  "article.keepDraft": method(inSession.extend({ article: idSchema, draft: textDraftSchema.nullable() }), done),
  /** Reads a newer version of an article's story from its source. It takes effect when the window applies an operation. */
  "article.readNewer": method(
    inSession.extend({ article: idSchema, source: importSourceSchema, task: z.string() }),
    z.object({ article: articleSchema, notices: z.array(z.string()) }),
  ),
  "article.version": method(inSession.extend({ article: idSchema, version: z.string() }), articleSchema),
  /** Reads articles from their sources. They enter the project when the window applies the operation that adds them. */
  "article.read": method(
    inSession.extend({ sources: z.array(importSourceSchema), task: z.string() }),
    z.object({
      articles: z.array(articleSchema),
      notices: z.array(z.string()),
      problems: z.array(problemSchema),
      /** Whether it was stopped: there are no articles then. */
      cancelled: z.boolean(),
    }),
  ),
  "article.export": method(
    inSession.extend({
      article: idSchema,
      annotators: z.enum(["mine", "all"]),
      target: handleSchema.nullable(),
      /** Whether what the program suggests and nobody has decided is in it too, as annotations that say so. */
      suggestions: z.boolean().default(false),
    }),
    z.object({ name: z.string(), content: z.string(), location: z.string().nullable() }),
  ),

  /** Applies operations in the order given. `sequence` is the number of operations that the window applied before. */
  "operations.apply": method(
    inSession.extend({ sequence: z.number().int().nonnegative(), operations: z.array(operationSchema) }),
    z.object({ sequence: z.number().int() }),
  ),
  /** Says that the window has taken in what was new on the disk. Where it decided between two versions, the one that
   *  lost is kept in a file beside; `article` is null for the project itself. */
  "disk.settled": method(
    inSession.extend({
      number: z.number().int(),
      lost: z.array(z.strictObject({ side: z.enum(["mine", "theirs"]), article: idSchema.nullable() })),
    }),
    z.object({ kept: z.array(z.string()) }),
  ),
  ...fieldMethods,
  ...suggesterMethods,
  ...exchangeMethods,
  "task.cancel": method(z.strictObject({ task: z.string() }), done),
  "menu.set": method(z.strictObject({ menu: menuSchema }), done),
  "window.title": method(z.strictObject({ title: z.string(), unsaved: z.boolean() }), done),
  /** Loads the window's page again; a browser does that itself. */
  "window.reload": method(nothing, done),
  "window.openExternal": method(z.strictObject({ url: webAddressSchema }), done),
} as const;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.input<(typeof methods)[M]["params"]>;
export type Result<M extends MethodName> = z.output<(typeof methods)[M]["result"]>;

/** What a request comes back with: its result, or what went wrong as a value. */
export const replySchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: problemSchema }),
]);
export type Reply<T> = { ok: true; value: T } | { ok: false; problem: z.infer<typeof problemSchema> };

/** What a host tells its window of its own accord. */
export const events = {
  "save.status": saveStatusSchema,
  "disk.changed": diskNewsSchema,
  /** What a list of articles shows may be other than before. */
  "articles.changed": z.object({ session: z.string() }),
  /** How far the index is, with what could not be read since it was last told. */
  "index.status": z.object({ session: z.string(), status: indexStatusSchema, problems: z.array(problemSchema) }),
  "task.progress": z.object({ task: z.string(), done: z.number(), total: z.number(), label: z.string() }),
  command: z.object({ id: z.string() }),
  open: z.object({ handle: handleSchema }),
  notice: noticeSchema,
} as const;
export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>;
export const eventSchema = z.object({
  name: z.enum(Object.keys(events) as [EventName, ...EventName[]]),
  payload: z.unknown(),
});

/** The host as its window sees it. Electron's IPC and the web host are two transports of this one object. */
export interface Host {
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Reply<Result<M>>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
}
