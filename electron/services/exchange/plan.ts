import type { ProjectState } from "../../../shared/annotation/state.ts";
import { unnamed } from "../../../shared/exchange/blank.ts";
import type { Loss } from "../../../shared/exchange/format.ts";
import { holdsIn, likelyAnswer, noteLabels, type UnknownLabel } from "../../../shared/exchange/intake/labels.ts";
import { summed } from "../../../shared/exchange/loss.ts";
import { formatOf } from "../../../shared/exchange/registry.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { ImportPlan } from "../../../shared/host/exchange.ts";
import type { Annotator } from "../profile.ts";
import type { Remembered } from "./answers.ts";
import type { Waiting } from "./importing.ts";
import type { Taken } from "./inputs.ts";
import { namedIn } from "./people.ts";
import type { Placing } from "./placing.ts";

/** Problems, and articles, of which a person is told one by one. */
export const mostShown = 200;
/** About as many bytes of an operation's JSON as come into an open project as one step that can be undone. */
const mostAtOnce = 24 * 1024 * 1024;
/** Bytes that an annotation takes in an operation, as they come. */
const bytesOfAnnotation = 600;

/** What is said of files while they are read, so that no more of them need be in memory than one article. */
export interface Planner {
  note(taken: Taken): Promise<void>;
  /** The articles so far, as long as they are few enough to be one step that can be undone; null from then on. */
  waiting(): Waiting[] | null;
  said(): Omit<ImportPlan, "plan" | "cancelled">;
}

/** Plans an import of what is noted into a project, as one annotator. */
export function planning(state: ProjectState, me: Annotator, placing: Placing, remembered: Remembered): Planner {
  const { scheme } = state.project;
  const formats = new Map<string, number>();
  const labels = new Map<string, Map<string, UnknownLabel>>();
  const people = new Map<string, { name: string; count: number }>();
  const found = { articles: 0, mentions: 0, quotes: 0, claims: 0, relations: 0 };
  const there = { none: 0, same: 0, changed: 0 };
  const articles: ImportPlan["articles"] = [];
  const problems: Problem[] = [];
  let losses: Loss[] = [];
  let waiting: Waiting[] | null = [];
  let bytes = 0;

  async function noteDocument(format: string, document: AnnotationDocument): Promise<void> {
    const { open } = document;
    formats.set(format, (formats.get(format) ?? 0) + 1);
    const inFormat = labels.get(format) ?? new Map<string, UnknownLabel>();
    noteLabels(inFormat, document, scheme);
    labels.set(format, inFormat);
    for (const [id, { name, count }] of namedIn(document))
      people.set(id, { name, count: count + (people.get(id)?.count ?? 0) });
    const counts = { mentions: open.mentions.size, quotes: open.quotes.size, claims: open.claims.size };
    found.articles++;
    found.mentions += counts.mentions;
    found.quotes += counts.quotes;
    found.claims += counts.claims;
    found.relations += open.relations.size;
    const place = (await placing.find(document)).there;
    there[place]++;
    const start = open.article.text.slice(0, 240).replace(/\s+/gu, " ").trim();
    if (articles.length < mostShown) articles.push({ title: open.article.title, start, ...counts, there: place });
    const annotations = counts.mentions + counts.quotes + counts.claims + open.relations.size;
    bytes += Buffer.byteLength(open.article.text) + annotations * bytesOfAnnotation;
    if (bytes > mostAtOnce) waiting = null;
    waiting?.push({ format, document });
  }

  return {
    async note(taken) {
      for (const document of taken.documents) await noteDocument(taken.format ?? "", document);
      if (taken.losses.length > 0) losses = summed([...losses, ...taken.losses]);
      if (problems.length < mostShown) problems.push(...taken.problems);
    },
    waiting: () => waiting,
    said: () => ({
      large: waiting === null,
      formats: [...formats].map(([id, count]) => ({
        id,
        title: formatOf(id)?.title ?? "Onrecord project",
        articles: count,
      })),
      found,
      there,
      articles,
      labels: [...labels].flatMap(([format, inFormat]) =>
        [...inFormat.values()].map((one) => {
          const before = remembered.answer(format, one.kind, one.label);
          const holds = before !== null && holdsIn(scheme, one.kind, before);
          return { format, ...one, answer: holds ? before : likelyAnswer(one, scheme), remembered: holds };
        }),
      ),
      people: [...people]
        .filter(([id]) => id !== unnamed)
        .map(([id, { name, count }]) => ({ name, count, isMe: id === me.id || name === me.name })),
      unnamed: people.get(unnamed)?.count ?? 0,
      losses,
      problems: problems.slice(0, mostShown),
    }),
  };
}
