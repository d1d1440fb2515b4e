import type { Author } from "../../../shared/annotation/draft.ts";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import { withArticle } from "../../../shared/annotation/state.ts";
import type { IntakeChoices } from "../../../shared/exchange/intake/choices.ts";
import { beginIntake, type Placed, takeShare } from "../../../shared/exchange/intake/intake.ts";
import type { Tally } from "../../../shared/exchange/intake/share.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { FileSystem } from "../file-system.ts";
import { type Lock, lock } from "../lock.ts";
import { fail } from "../problems.ts";
import type { Annotator } from "../profile.ts";
import type { Backend } from "../store/backend.ts";
import { folderBackend } from "../store/folder.ts";

/** What annotators other than the one at work said, written to their own files of a project folder. */
export interface Others {
  /** @throws ProblemError where that annotator's work is open in another program. */
  put(
    person: Annotator,
    placed: Placed,
    of: ReadonlySet<string>,
    entities: ProjectState["entities"],
  ): Promise<{ tally: Tally; problems: Problem[] }>;
  /** Lets others open that work again. */
  close(): Promise<void>;
}

interface Desk {
  backend: Backend;
  lock: Lock;
  state: ProjectState;
}

export function othersIn(folder: string, choices: IntakeChoices, files: FileSystem, newId: Author["newId"]): Others {
  const desks = new Map<string, Desk>();

  async function deskOf(person: Annotator): Promise<Desk> {
    const known = desks.get(person.id);
    if (known) return known;
    const backend = folderBackend(folder, person, undefined, files);
    const taken = await lock(backend.lockPath, false);
    if ("holder" in taken)
      fail(person.name, "their work on this project is open", "Close it there, or import it as your own.");
    const { state } = await backend.load();
    const made = { backend, lock: taken.lock, state };
    desks.set(person.id, made);
    return made;
  }

  return {
    async put(person, placed, of, entities) {
      const desk = await deskOf(person);
      const { open } = await desk.backend.article(placed.article);
      const before = withArticle({ ...desk.state, entities }, open);
      const now = new Date().toISOString();
      const author: Author = { annotator: person.id, since: now, now: () => now, newId };
      const intake = beginIntake(before, author, choices, new Map());
      const taken = await idsOfOthers(desk.backend, before, placed.article, person.id);
      const tally = takeShare(intake, placed, of, taken);
      if (intake.changes.length > 0) await desk.backend.save(before, intake.state, () => undefined);
      desk.backend.forget(placed.article);
      return { tally, problems: intake.problems };
    },
    async close() {
      for (const { lock: one } of desks.values()) await one.release();
      desks.clear();
    },
  };
}

/** The ids that everybody else's work on an article has. */
export async function idsOfOthers(
  backend: Pick<Backend, "document">,
  state: ProjectState,
  article: string,
  annotator: string,
): Promise<ReadonlySet<string>> {
  const { open } = await backend.document(state, article, "all");
  const tables = [open.mentions, open.quotes, open.claims, open.relations];
  return new Set(
    tables.flatMap((table) => [...table.values()].filter((one) => one.annotator !== annotator).map(({ id }) => id)),
  );
}
