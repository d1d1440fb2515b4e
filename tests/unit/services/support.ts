import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openProfile, type Profile } from "../../../electron/services/profile.ts";
import { openSession, type Session } from "../../../electron/services/session/session.ts";
import { createFolderProject, folderBackend } from "../../../electron/services/store/folder.ts";
import type { Operation } from "../../../shared/annotation/operation.ts";
import { articleState, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import type { DiskNews, Notice, SaveStatus } from "../../../shared/host/contract.ts";
import { article, entity, mention, project, quote, spanOf, temporaryFolder } from "../../builders.ts";

export const ann = { id: "a1", name: "Ann" };
export const bob = { id: "a2", name: "Bob" };
export const text = "Zoë Doe 😀 said: “It is time.” The Post agreed.";
export const story = article(text);

export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("nothing there");
  return value;
}

/** A new project folder of Ann's with nothing in it. */
export async function newFolder(): Promise<string> {
  const folder = join(temporaryFolder(), "project");
  await createFolderProject(folder, project(), ann);
  return folder;
}

/** The state with a story, two entities, a mention and a quote more. */
export const filled = (state: ProjectState): ProjectState =>
  withArticle(
    { ...state, entities: state.entities.set("e1", entity("e1", "Zoë Doe")).set("e2", entity("e2", "The Post")) },
    articleState(story, {
      work: { id: "story", state: "doing" },
      mentions: [mention("m1", spanOf(text, "Zoë Doe"), "e1")],
      quotes: [quote("q1", [spanOf(text, "It is time.")], { speakers: [{ mention: "m1" }] })],
    }),
  );

/** A project folder that holds the filled state, as saved. */
export async function filledFolder(): Promise<string> {
  const folder = await newFolder();
  const backend = folderBackend(folder, ann);
  const { state } = await backend.load();
  await backend.save(state, filled(state), () => undefined);
  return folder;
}

/** The state that somebody finds who opens the project and its story. */
export async function found(folder: string, annotator = ann) {
  const backend = folderBackend(folder, annotator);
  const loaded = await backend.load();
  const listed = await backend.articles();
  const { open, problems, notices } = await backend.article("story");
  const { articles } = listed;
  const all = {
    articles,
    problems: [...loaded.problems, ...listed.problems, ...problems],
    notices: [...loaded.notices, ...notices],
  };
  return { backend, ...loaded, state: withArticle(loaded.state, open), ...all };
}

export const newProfile = (): Promise<Profile> => openProfile(join(temporaryFolder(), "profile"));

/** A session that is closed after the test, with every status that it reported. */
export async function session(profile: Profile, folder: string, backend = folderBackend(folder, ann)) {
  const statuses: SaveStatus[] = [];
  const news: DiskNews[] = [];
  const notices: Notice[] = [];
  const opened = await openSession(profile, backend, {
    status: (status) => statuses.push(status),
    news: (one) => news.push(one),
    notice: (notice) => notices.push(notice),
  });
  onTestFinished(() => opened.close());
  return { session: opened, statuses, news, notices };
}

/** Adds a mention that nobody has made yet. */
export const marking = (id: string, words = "The Post"): Operation => ({
  label: `Mark ${id}`,
  at: "2026-11-24T10:00:00.000Z",
  changes: [{ table: "mention", article: "story", id, before: null, after: mention(id, spanOf(text, words), null) }],
});

export const importing: Operation = {
  label: "Import article",
  at: "2026-11-24T10:00:00.000Z",
  changes: [{ table: "article", id: "story", before: null, after: story }],
};

/** Waits for what happens of its own accord. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}

/** What a program leaves behind that ends without another word: its journal, and files as they were last saved. */
export async function untilJournaled(statuses: readonly SaveStatus[], opened: Session): Promise<void> {
  while (statuses.at(-1)?.state !== "journaled") {
    if (statuses.at(-1)?.state === "failed") throw new Error(`session ${opened.id} could not write its journal`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
