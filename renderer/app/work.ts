import { nanoid } from "nanoid";
import type { Author } from "../../shared/annotation/draft.ts";
import { apply, type Operation } from "../../shared/annotation/operation.ts";
import type { ProjectState } from "../../shared/annotation/state.ts";
import { everyArticle } from "../../shared/host/listing.ts";
import { request } from "./requests.ts";
import { store } from "./store.ts";
import { showProblem, toast } from "./toast.ts";

/** The number of the next operation in the host's session. */
let sequence = 0;
/** Operations that the host has not been told of yet. */
const outgoing: Operation[] = [];
let sending: Promise<void> | null = null;

/** Numbers operations anew: another project was opened. */
export function beginNumbering(): void {
  sequence = 0;
}

/** The person at work, for the domain's constructors. */
export const author: Author = {
  get annotator() {
    return store.getState().opened?.annotator.id ?? "";
  },
  get since() {
    return store.getState().openedAt;
  },
  now: () => new Date().toISOString(),
  newId: (prefix) => `${prefix}_${nanoid(12)}`,
};

/** Performs an operation: the state changes at once, the host is told in order, and undo knows of it. */
export function perform(operation: Operation | null): boolean {
  if (!operation) return false;
  const { opened, state } = store.getState();
  if (!opened || !state) return false;
  if (opened.readOnly) {
    toast("This project is open for reading only");
    return false;
  }
  store.setState((app) => ({ undo: [...app.undo, operation], redo: [] }));
  commit(state, operation);
  return true;
}

/** Performs what came from the disk. What only concerns others' work leaves undo as it is. */
export function take(operation: Operation, undoable: boolean): void {
  const { state } = store.getState();
  if (undoable) perform(operation);
  else if (state) commit(state, operation);
}

/** Performs what `build` makes of the state of this moment: for handlers that were made with an older one. */
export function change(build: (state: ProjectState) => Operation | null): boolean {
  const { state } = store.getState();
  return state !== null && perform(build(state));
}

/** Applies an operation and has the host told of it; undo is left as it is. */
export function commit(state: ProjectState, operation: Operation): void {
  const { opened } = store.getState();
  if (!opened) return;
  store.setState((app) => ({
    state: apply(state, operation),
    ...selectionAfter(operation, app.current, app.currentQuote, app.entity),
    save: {
      session: opened.session,
      state: app.save?.state === "failed" ? "failed" : "pending",
      problem: app.save?.problem ?? null,
    },
  }));
  outgoing.push(operation);
  deliver(opened.session);
  if (operation.changes.some(({ table }) => table === "article" || table === "work")) void relist();
}

/** Sends all that was done since the last delivery, one delivery at a time: where the host takes its time, keys that came
 *  meanwhile go together. A key's operation leaves at once, before the window is drawn anew. */
function deliver(session: string): void {
  if (sending || outgoing.length === 0) return;
  const operations = outgoing.splice(0);
  const at = sequence;
  sequence += operations.length;
  sending = request("operations.apply", { session, sequence: at, operations }).then((reply) => {
    sending = null;
    if (!reply.ok) {
      store.setState({ save: { session, state: "failed", problem: reply.problem } });
      showProblem(reply.problem);
    }
    deliver(session);
  });
}

/** What is no longer there is no longer current. */
function selectionAfter(
  operation: Operation,
  current: string | null,
  currentQuote: string | null,
  entity: string | null,
) {
  const gone = new Set(operation.changes.filter((change) => change.after === null).map((change) => change.id));
  return {
    current: current !== null && gone.has(current) ? null : current,
    currentQuote: currentQuote !== null && gone.has(currentQuote) ? null : currentQuote,
    entity: entity !== null && gone.has(entity) ? null : entity,
  };
}

/** Waits until the host has every operation. */
export async function flush(): Promise<void> {
  while (sending) await sending;
}

/** Has every list of articles asked for again, once the host has all operations. */
export async function relist(): Promise<void> {
  const { opened } = store.getState();
  if (!opened) return;
  await flush();
  const counted = await request("project.articles", {
    session: opened.session,
    ...everyArticle,
    offset: 0,
    limit: 1,
  });
  if (!counted.ok || store.getState().opened?.session !== opened.session) return;
  store.setState((app) => ({ articleCount: counted.value.total, listVersion: app.listVersion + 1 }));
}
