import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { nanoid } from "nanoid";
import type { z } from "zod";
import type { Article } from "../../../shared/annotation/records.ts";
import { unnamed } from "../../../shared/exchange/blank.ts";
import type { Format } from "../../../shared/exchange/format.ts";
import { defaultIntake, type IntakeChoices } from "../../../shared/exchange/intake/choices.ts";
import { emptyTally, summedTally, type Tally } from "../../../shared/exchange/intake/share.ts";
import { formatOf, formats } from "../../../shared/exchange/registry.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { methods, Result } from "../../../shared/host/contract.ts";
import type { ExchangeSource, ExportRequest, exchangeMethods, FormatFacts } from "../../../shared/host/exchange.ts";
import { everyArticle } from "../../../shared/host/listing.ts";
import type { Handles } from "../handles.ts";
import { asProblem, fail } from "../problems.ts";
import type { Profile } from "../profile.ts";
import type { Session } from "../session/session.ts";
import { rememberAnswers, rememberedAnswers } from "./answers.ts";
import { type LargeImport, takeDirectly } from "./direct.ts";
import { previewExport, type Watching, writeExport } from "./exporting.ts";
import { type OthersShare, prepare, type Waiting } from "./importing.ts";
import { isSettings, readInputs, sayFormat, type Taken } from "./inputs.ts";
import { idsOfOthers, othersIn } from "./others.ts";
import { peopleFor } from "./people.ts";
import { type ArticlesThere, placingIn } from "./placing.ts";
import { type Planner, planning } from "./plan.ts";
import { articlesIn, pageSize, peopleIn } from "./scope.ts";

type ExchangeMethod = keyof typeof exchangeMethods;
type Handlers = {
  [M in ExchangeMethod]: (params: z.output<(typeof methods)[M]["params"]>) => Promise<Result<M>>;
};

export interface ExchangeShell {
  progress(task: string, done: number, total: number, label: string): void;
  /** Shows a file in the system's own window for files. */
  showFile?(path: string): void;
}

export interface Exchange {
  handlers: Handlers;
  /** Stops what is under way. @returns whether there was something of that name. */
  cancel(task: string): boolean;
}

/** An import that was read: what waits to be taken in, where it can be read once more, and what of it is others' once the
 *  window has taken its part. */
interface Plan extends LargeImport {
  session: string;
  /** null where it is too much to be in memory. */
  waiting: Waiting[] | null;
  others: OthersShare[];
  choices: IntakeChoices;
}

/** An operation of more JSON than this many bytes is too much to be undone as one step, and to be sent as one request. */
const largestOperation = 40 * 1024 * 1024;
const tooLarge: Result<"exchange.prepare"> = {
  large: true,
  operation: null,
  open: [],
  articles: [],
  counts: { added: 0, merged: 0, versions: 0, skipped: 0 },
  mine: emptyTally,
  others: [],
  losses: [],
  problems: [],
};

/** Other tools' formats, into an open project and out of it. */
export function createExchange(
  profile: Profile,
  handles: Handles,
  shell: ExchangeShell,
  session: (id: string) => Session,
): Exchange {
  const running = new Map<string, { cancelled: boolean }>();
  const plans = new Map<string, Plan>();

  async function watched<T>(task: string, work: (watching: Watching) => Promise<T>): Promise<T> {
    const mark = { cancelled: false };
    running.set(task, mark);
    try {
      return await work({
        progress: (done, total, label) => shell.progress(task, done, total, label),
        isCancelled: () => mark.cancelled,
      });
    } finally {
      running.delete(task);
    }
  }

  const planOfId = (id: string, plan: string): Plan => {
    const known = plans.get(plan);
    return known?.session === id
      ? known
      : fail("This import", "what was read for it is not there any more", "Choose the files again.");
  };

  const handlers: Handlers = {
    "exchange.formats": async () => ({ formats: formats.map(factsOf) }),
    "exchange.people": async ({ session: id, article }) => ({ people: await peopleIn(session(id), article) }),
    "exchange.preview": ({ session: id, request, task }) =>
      watched(task, async (watching) =>
        previewExport(await articlesIn(session(id), request, profile), kindOf(request), watching),
      ),
    "exchange.export": ({ session: id, request, target, task }) =>
      watched(task, async (watching) => {
        const path = handles.path(target);
        const articles = await articlesIn(session(id), request, profile);
        return { ...(await writeExport(articles, kindOf(request), path, watching)), handle: handles.of(path) };
      }),
    "exchange.read": ({ session: id, sources, format, task }) =>
      watched(task, async (watching) => {
        const into = session(id);
        requireFolder(into);
        const from = format === null ? null : readable(format);
        // One import at a time: what was read before and never taken in is forgotten.
        for (const [known, { session: of }] of plans) if (of === id) plans.delete(known);
        const placing = placingIn(thereIn(into));
        const planner = planning(into.state(), into.backend.annotator, placing, await rememberedAnswers(profile));
        const read = await gather(sources, from, planner, watching);
        const [plan, waiting, said] = [nanoid(), planner.waiting(), planner.said()];
        const articles = said.found.articles;
        plans.set(plan, { session: id, waiting, articles, read, others: [], choices: defaultIntake });
        return { plan, cancelled: watching.isCancelled(), ...said };
      }),
    "exchange.prepare": async ({ session: id, plan, decisions }) => {
      const into = session(id);
      requireFolder(into);
      const known = planOfId(id, plan);
      if (!known.waiting) return tooLarge;
      const { annotator: me, path } = into.backend;
      await rememberAnswers(profile, decisions.labels).catch(() => undefined);
      const now = new Date().toISOString();
      const { operation, open, articles, counts, mine, others, losses, problems } = await prepare(
        known.waiting,
        decisions,
        {
          me,
          author: { annotator: me.id, since: now, now: () => now, newId },
          placing: placingIn(thereIn(into)),
          personFor: await peopleFor(path, me, decisions.whose),
          async opened(ids) {
            for (const article of ids) await into.openArticle(article);
            return into.state();
          },
          taken: async (article) => idsOfOthers(into.backend, into.state(), article, me.id),
        },
      );
      if (Buffer.byteLength(JSON.stringify(operation)) > largestOperation) return tooLarge;
      known.others = others;
      known.choices = decisions.choices;
      return { large: false, operation, open, articles, counts, mine, others: namesOf(others), losses, problems };
    },
    "exchange.take": ({ session: id, plan, decisions, task }) =>
      watched(task, async (watching) => {
        const into = session(id);
        requireFolder(into);
        const known = planOfId(id, plan);
        plans.delete(plan);
        await rememberAnswers(profile, decisions.labels).catch(() => undefined);
        return takeDirectly(into, known, decisions, placingIn(thereIn(into)), watching);
      }),
    "exchange.commit": ({ session: id, plan, task }) =>
      watched(task, async (watching) => {
        const into = session(id);
        const { others, choices } = planOfId(id, plan);
        plans.delete(plan);
        return commit(into, others, choices, profile, watching);
      }),
    "exchange.forget": async ({ session: id, plan }) => {
      if (plans.get(plan)?.session === id) plans.delete(plan);
      return {};
    },
    "window.showFile": async ({ handle }) => {
      shell.showFile?.(handles.path(handle));
      return {};
    },
  };

  /** Reads all sources, and has the planner note what is in them. @returns what reads them once more. */
  async function gather(
    sources: readonly ExchangeSource[],
    from: Format | null,
    planner: Planner,
    { progress, isCancelled }: Watching,
  ): Promise<LargeImport["read"]> {
    const options = { from, now: new Date().toISOString(), annotator: { id: unnamed, name: "Imported" } };
    const dropped: Taken[] = [];
    let articles = 0;
    let again: { shown: string; path: string }[] = [];
    await withPaths(sources, async (paths) => {
      again = paths;
      const isDropped = sources.some((one) => !("handle" in one));
      for (const [done, { shown, path }] of paths.entries()) {
        progress(done, paths.length, shown);
        for await (const taken of readInputs([{ shown, path }], options)) {
          await new Promise((resolve) => setImmediate(resolve));
          if (isCancelled()) return;
          await planner.note({ ...taken, problems: taken.problems.map(inWindow) });
          // What was dropped lies on the disk only as long as this goes on; it is never much.
          if (isDropped) dropped.push(taken);
          articles += taken.documents.length;
          if (articles % 50 === 0)
            progress(done, paths.length > 1 ? paths.length : 0, `${shown}, ${articles.toLocaleString("en")} articles`);
        }
      }
      progress(paths.length, paths.length, "");
    });
    return async function* () {
      if (dropped.length > 0) yield* dropped;
      else yield* readInputs(again, options);
    };
  }

  /** The paths of sources; what was dropped lies in a folder of the profile as long as `work` goes on. */
  async function withPaths(
    sources: readonly ExchangeSource[],
    work: (paths: { shown: string; path: string }[]) => Promise<void>,
  ): Promise<void> {
    const folder = join(await profile.subfolder("dropped"), nanoid());
    try {
      const paths: { shown: string; path: string }[] = [];
      for (const source of sources) {
        if ("handle" in source) {
          const path = handles.path(source.handle);
          paths.push({ shown: basename(path), path });
          continue;
        }
        await mkdir(folder, { recursive: true });
        const shown = source.name.replace(/[/\\:*?"<>|\0]+/g, "-").replace(/^\.+/, "") || "dropped";
        const path = join(folder, shown);
        await writeFile(path, Buffer.from(source.base64, "base64"));
        paths.push({ shown, path });
      }
      await work(withoutCompanions(paths));
    } finally {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  return {
    handlers,
    cancel(task) {
      const mark = running.get(task);
      if (mark) mark.cancelled = true;
      return mark !== undefined;
    },
  };
}

/** A window has a list of formats, and no command line. */
const inWindow = (problem: Problem): Problem =>
  problem.remedy === sayFormat ? { ...problem, remedy: "Choose its format from the list, or leave it out." } : problem;

/** Texts come with what annotates them, and settings with either: neither is read by itself. */
export function withoutCompanions<P extends { shown: string; path: string }>(paths: readonly P[]): P[] {
  const stem = ({ path }: P) => join(dirname(path), basename(path).replace(/\.[^.]*$/, ""));
  const isText = ({ path }: P) => /\.txt$/i.test(path);
  const annotated = new Set(paths.filter((one) => !isText(one)).map(stem));
  const own = paths.filter((one) => !isSettings(basename(one.path)) && !(isText(one) && annotated.has(stem(one))));
  return own.length > 0 ? own : [...paths];
}

const newId = (prefix: string) => `${prefix}_${nanoid(12)}`;

function requireFolder({ backend }: Session): void {
  if (backend.kind === "file")
    fail(backend.path, "a single file holds one article only", "Make a project, and import into that.");
}

function factsOf({ id, title, endings, unit, carries, read, write, options = [] }: Format): FormatFacts {
  return {
    id,
    title,
    endings: [...endings],
    reads: read !== undefined,
    writes: write !== undefined,
    unit,
    extension: carries.extension,
    not: [...carries.not],
    options: options.map(({ inApp, ...option }) => ({ ...option, on: inApp })),
  };
}

function readable(id: string): Format {
  const format = formatOf(id);
  return format?.read ? format : fail(id, "Onrecord does not read this format", "Choose another one.");
}

function kindOf({ format: id, extension, options }: ExportRequest) {
  const format = formatOf(id);
  if (!format?.write) return fail(id, "Onrecord does not write this format", "Choose another one.");
  return { format, extension, options };
}

/** The articles of an open project, as it is in its window. */
function thereIn(into: Session): ArticlesThere {
  const { backend } = into;
  return {
    async *listed() {
      const { total } = await into.articles(everyArticle, 0, 1);
      for (let offset = 0; offset < total; offset += pageSize)
        yield* (await into.articles(everyArticle, offset, pageSize)).articles;
    },
    async article(id): Promise<Article | null> {
      const open = into.state().articles.get(id)?.article;
      const article = open ?? ((await backend.holds(id)) ? (await backend.article(id)).open.article : null);
      return article?.removed === false ? article : null;
    },
    holds: into.knowsArticle,
  };
}

const namesOf = (others: readonly OthersShare[]) => {
  const articles = new Map<string, { name: string; articles: Set<string> }>();
  for (const { person, placed } of others) {
    const known = articles.get(person.id) ?? { name: person.name, articles: new Set<string>() };
    known.articles.add(placed.article);
    articles.set(person.id, known);
  }
  return [...articles.values()].map((one) => ({ name: one.name, articles: one.articles.size }));
};

/** Writes others' shares once the files have the articles and entities that they name. */
async function commit(
  into: Session,
  shares: readonly OthersShare[],
  choices: IntakeChoices,
  profile: Profile,
  { progress, isCancelled }: Watching,
): Promise<Result<"exchange.commit">> {
  const done = new Map<string, { name: string; articles: Set<string>; tally: Tally }>();
  const problems: Problem[] = [];
  if (shares.length === 0) return { people: [], cancelled: false, problems };
  const { problem } = await into.save();
  if (problem) problems.push(problem);
  const { path } = into.backend;
  const others = othersIn(path, choices, profile.files, newId);
  try {
    for (const [at, { person, placed, of }] of shares.entries()) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isCancelled()) break;
      progress(at, shares.length, placed.document.open.article.title);
      try {
        const put = await others.put(person, placed, of, into.state().entities);
        const known = done.get(person.id) ?? { name: person.name, articles: new Set<string>(), tally: emptyTally };
        known.articles.add(placed.article);
        done.set(person.id, { ...known, tally: summedTally(known.tally, put.tally) });
        problems.push(...put.problems);
      } catch (error) {
        problems.push(asProblem(error, person.name));
      }
    }
  } finally {
    await others.close();
  }
  await into.look();
  const people = [...done.values()].map(({ name, articles, tally }) => ({ name, articles: articles.size, tally }));
  return { people, cancelled: isCancelled(), problems };
}
