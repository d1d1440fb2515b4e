import { reanchor } from "../../../shared/anchoring/reanchor.ts";
import type { Article, Lesson, StoredSuggestion } from "../../../shared/annotation/records.ts";
import { type ArticleState, articleState, type Table, tableOf } from "../../../shared/annotation/state.ts";
import { readFileOf } from "../../../shared/format/json-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import {
  lessonsFileSchema,
  suggestionsFileSchema,
  writeLessons,
  writeSuggestions,
} from "../../../shared/format/project-files.ts";
import { suggestionsFromFile } from "../../../shared/format/suggestions.ts";
import { isBuiltIn } from "../../../shared/suggest/packs.ts";
import { ChangedMeanwhile, ignoreMissing } from "../problems.ts";

/** What the files of one annotator's suggestions need of the folder that they lie in. */
export interface Place {
  annotator: string;
  path(...parts: string[]): string;
  /** The file's name as people read it. */
  name(...parts: string[]): string;
  read(path: string): Promise<string>;
  write(path: string, content: string): Promise<void>;
  hash(content: string): string;
}

/** One annotator's decisions on suggestions and what waits for one, `suggestions/<annotator>/<article>.json`, and what they taught,
 *  `suggestions/<annotator>.json`. */
export interface SuggestionFiles {
  /** The files that hold what is known of an article and of the lessons. */
  pathOf(article: string): string;
  lessonsPath(): string;
  /** The decisions on an article, moved to its text. `anchored` gives the article as that version has it. */
  read(
    article: Article,
    anchored: (version: string) => Promise<Article>,
  ): Promise<{ suggestions: StoredSuggestion[]; problems: Problem[] }>;
  /** Writes the decisions on an article, and beside them what the built-in suggester offers besides. */
  save(open: ArticleState, pending: readonly StoredSuggestion[], version: string): Promise<void>;
  readLessons(): Promise<{ lessons: Lesson[]; problems: Problem[] }>;
  saveLessons(lessons: Table<Lesson>): Promise<void>;
  /** Whether a file is other than what was read or written here. */
  isForeign(path: string): Promise<boolean>;
}

export function suggestionFiles(place: Place): SuggestionFiles {
  /** What each file held when it was last read or written here; null where there was none. */
  const known = new Map<string, string | null>();
  /** Fields of the files that this program does not know. */
  const unknown = new Map<string, Record<string, unknown>>();
  const damaged = new Set<string>();
  const attempts = new Set<string>();
  const pathOf = (article: string) => place.path("suggestions", place.annotator, `${article}.json`);
  const lessonsPath = () => place.path("suggestions", `${place.annotator}.json`);
  const contentOf = (path: string) => place.read(path).catch(ignoreMissing);
  const hashOf = (content: string | null) => (content === null ? null : place.hash(content));

  async function isForeign(path: string): Promise<boolean> {
    const hash = hashOf(await contentOf(path));
    return hash !== null && hash !== (known.get(path) ?? null) && !attempts.has(hash);
  }

  /** Replaces a file, unless somebody else has changed it since; one of which parts could not be read is kept beside. */
  async function replace(path: string, name: string, content: string): Promise<void> {
    const found = await contentOf(path);
    if ((await isForeign(path)) && hashOf(found) !== place.hash(content)) throw new ChangedMeanwhile(name);
    if (damaged.has(path) && found !== null) {
      await place.write(`${path}.${place.hash(found).slice(0, 8)}.damaged`, found);
    }
    attempts.add(place.hash(content));
    await place.write(path, content);
    known.set(path, place.hash(content));
    damaged.delete(path);
  }

  return {
    pathOf,
    lessonsPath,
    isForeign,
    async read(article, anchored) {
      const path = pathOf(article.id);
      const name = place.name("suggestions", place.annotator, `${article.id}.json`);
      const content = await contentOf(path);
      known.set(path, hashOf(content));
      if (content === null) return { suggestions: [], problems: [] };
      const loose = suggestionsFileSchema.omit({ suggestions: true });
      const file = readFileOf(name, content, loose, "onrecord/suggestions", 1);
      if (!file.ok) {
        damaged.add(path);
        return { suggestions: [], problems: [file.problem] };
      }
      unknown.set(path, unknownIn(file.value, suggestionsFileSchema));
      const older = await anchored(file.value.articleVersion);
      const read = suggestionsFromFile(name, older.text, file.value.suggestions ?? []);
      if (read.problems.length > 0) damaged.add(path);
      const suggestions = read.suggestions.filter((one) => one.decision !== "pending" || !isBuiltIn(one.producer));
      const { open } = reanchor(articleState(older, { suggestions }), article);
      return { suggestions: [...open.suggestions.values()], problems: read.problems };
    },
    save: (decided, pending, version) => {
      const { id } = decided.article;
      const open = { ...decided, suggestions: decided.suggestions.merge(tableOf(pending)) };
      const name = place.name("suggestions", place.annotator, `${id}.json`);
      return replace(pathOf(id), name, writeSuggestions(open, place.annotator, version, unknown.get(pathOf(id))));
    },
    async readLessons() {
      const name = place.name("suggestions", `${place.annotator}.json`);
      const content = await contentOf(lessonsPath());
      known.set(lessonsPath(), hashOf(content));
      if (content === null) return { lessons: [], problems: [] };
      const file = readFileOf(name, content, lessonsFileSchema, "onrecord/lessons", 1);
      if (file.ok) {
        unknown.set(lessonsPath(), unknownIn(file.value, lessonsFileSchema));
        return { lessons: file.value.lessons, problems: [] };
      }
      damaged.add(lessonsPath());
      return { lessons: [], problems: [file.problem] };
    },
    saveLessons: (lessons) => {
      const name = place.name("suggestions", `${place.annotator}.json`);
      return replace(lessonsPath(), name, writeLessons(lessons.values(), place.annotator, unknown.get(lessonsPath())));
    },
  };
}

const unknownIn = (value: Record<string, unknown>, schema: { shape: object }): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(schema.shape, key)));
