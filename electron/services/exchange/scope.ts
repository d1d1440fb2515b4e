import type { ExportRequest } from "../../../shared/host/exchange.ts";
import { everyArticle } from "../../../shared/host/listing.ts";
import { fail } from "../problems.ts";
import type { Profile } from "../profile.ts";
import type { Session } from "../session/session.ts";
import { folderBackend } from "../store/folder.ts";
import { withSuggestions } from "../suggested-document.ts";
import type { Articles } from "./exporting.ts";
import { peopleOf } from "./people.ts";

/** Rows of a list that are asked for at once. */
export const pageSize = 500;

/** Everybody whose work is in an open project; `article` is one that a single file may hold. */
export async function peopleIn({ backend, document, state }: Session, article: string | null) {
  const { annotator: me } = backend;
  const known =
    backend.kind === "folder"
      ? await peopleOf(backend.path)
      : (await document(article ?? [...state().articles.keys()][0] ?? "", "all")).annotators;
  const others = known.filter(({ id }) => id !== me.id);
  return [{ ...me, isMe: true }, ...others.map(({ id, name }) => ({ id, name, isMe: false }))];
}

/** The articles of an export, in the order of the list, with the work that is asked for. */
export async function articlesIn(
  from: Session,
  { articles, annotators, suggestions }: ExportRequest,
  profile: Profile,
): Promise<Articles> {
  const { backend } = from;
  await from.save();
  const query = articles.scope === "listed" ? articles.query : everyArticle;
  const isOne = articles.scope === "article";
  const total = isOne ? 1 : (await from.articles(query, 0, 1)).total;
  async function* listed(): AsyncGenerator<string> {
    for (let offset = 0; offset < total; offset += pageSize)
      for (const { id } of (await from.articles(query, offset, pageSize)).articles) yield id;
  }
  async function* one(): AsyncGenerator<string> {
    if (isOne) yield articles.article;
  }
  const read = await readerFor(from, annotators, profile);
  return {
    name: isOne ? articles.article : from.state().project.name,
    total,
    ids: isOne ? one() : listed(),
    document: async (id) => (suggestions ? withSuggestions(await read(id), backend.annotator) : read(id)),
  };
}

async function readerFor(from: Session, annotators: ExportRequest["annotators"], profile: Profile) {
  const { backend } = from;
  if (typeof annotators === "string") return (id: string) => from.document(id, annotators);
  if (annotators.annotator === backend.annotator.id) return (id: string) => from.document(id, "mine");
  if (backend.kind === "file") return fail(backend.path, "it has no work of that annotator", "Choose everybody's.");
  const person = (await peopleOf(backend.path)).find(({ id }) => id === annotators.annotator);
  if (!person) return fail(annotators.annotator, "the project has no annotator of that id", "Choose another one.");
  const theirs = folderBackend(backend.path, person, undefined, profile.files);
  const { state } = await theirs.load();
  return (id: string) => theirs.document(state, id, "mine");
}
