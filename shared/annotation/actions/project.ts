import { type Author, operate } from "../draft.ts";
import type { Operation } from "../operation.ts";
import type { Article, Project, Scheme } from "../records.ts";
import type { ProjectState } from "../state.ts";

export function setProject(
  state: ProjectState,
  author: Author,
  label: string,
  fields: Partial<Omit<Project, "id">>,
): Operation | null {
  return operate(state, label, author, (draft) => draft.project({ ...draft.state.project, ...fields }));
}

export const setScheme = (state: ProjectState, author: Author, label: string, scheme: Scheme): Operation | null =>
  setProject(state, author, label, { scheme });

/** Gives an entity type another name, in the scheme and in every entity of that type. */
export function renameEntityType(state: ProjectState, author: Author, from: string, to: string): Operation | null {
  return operate(state, "Rename entity type", author, (draft) => {
    const { project } = draft.state;
    if (project.scheme.entityTypes.some((type) => type.id === to)) return;
    const entityTypes = project.scheme.entityTypes.map((type) => (type.id === from ? { ...type, id: to } : type));
    draft.project({ ...project, scheme: { ...project.scheme, entityTypes } });
    for (const entity of draft.state.entities.values()) {
      if (entity.type === from) draft.entity(entity.id, { ...entity, type: to });
    }
  });
}

/** Brings imported articles into the project. */
export function addArticles(state: ProjectState, author: Author, articles: readonly Article[]): Operation | null {
  const label = articles.length === 1 ? "Import article" : `Import ${articles.length} articles`;
  return operate(state, label, author, (draft) => {
    for (const article of articles) draft.article(article.id, article);
  });
}

/** Changes an article's metadata: title, byline, publisher, date, address, language. */
export function setArticle(
  state: ProjectState,
  author: Author,
  id: string,
  label: string,
  fields: Partial<Omit<Article, "id" | "text" | "blocks">>,
): Operation | null {
  return operate(state, label, author, (draft) => {
    const open = draft.state.articles.get(id);
    if (open) draft.article(id, { ...open.article, ...fields });
  });
}

/** Takes an article out of the project's list. Its file and everybody's annotations stay where they are. */
export const removeArticle = (state: ProjectState, author: Author, id: string): Operation | null =>
  setArticle(state, author, id, "Remove article", { removed: true });
