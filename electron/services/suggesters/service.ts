import type { z } from "zod";
import type { methods, Result } from "../../../shared/host/contract.ts";
import {
  type Asked,
  addressOf,
  allows,
  type SuggesterSettings,
  type suggesterMethods,
} from "../../../shared/host/suggesters.ts";
import { offersOf } from "../../../shared/suggest/offers.ts";
import type { Dropped } from "../../../shared/suggest/protocol/verify.ts";
import type { Suggester, Suggestion } from "../../../shared/suggest/suggester.ts";
import { asProblem, fail } from "../problems.ts";
import type { Profile } from "../profile.ts";
import type { Session } from "../session/session.ts";
import type { Asking } from "./asking.ts";
import { chatSuggester } from "./chat.ts";
import { commandSuggester } from "./command.ts";
import { httpSuggester } from "./http.ts";
import { type Kept, openKept } from "./kept.ts";
import { createKeys, type Keys, type Secrets } from "./keys.ts";

type SuggesterMethod = keyof typeof suggesterMethods;
type Handlers = {
  [M in SuggesterMethod]: (params: z.output<(typeof methods)[M]["params"]>) => Promise<Result<M>>;
};

/** What suggesters need of the shell that they run in. */
export interface SuggesterShell {
  /** The system's secure storage; null where there is none. */
  secrets?: Secrets | null;
  /** Asks the person, outside of the window, whether a command may be run; where it is missing, no window may name one. */
  mayRun?(name: string, command: string): Promise<boolean>;
  progress(task: string, done: number, total: number, label: string): void;
}

export interface Suggesters {
  handlers: Handlers;
  /** Ends a request that is under way. @returns whether there was one of that name. */
  cancel(task: string): boolean;
  close(): void;
}

/** Suggesters besides the built-in one: what is kept of them, and asking them. Whatever a window says, none is asked without
 *  a consent that names the project and the address. */
export function createSuggesters(
  profile: Profile,
  shell: SuggesterShell,
  session: (id: string) => Session,
): Suggesters {
  const running = new Map<string, AbortController>();
  let opening: Promise<{ kept: Kept; keys: Keys }> | null = null;
  const open = () => {
    opening ??= openKept(profile).then((kept) => ({ kept, keys: createKeys(kept, shell.secrets ?? null) }));
    return opening;
  };

  async function list(): Promise<Result<"suggesters.list">> {
    const { kept, keys } = await open();
    const { suggesters, consents } = kept.data();
    return {
      suggesters: suggesters.map((one) => ({ ...one, key: keys.place(one.id) })),
      consents,
      keepsKeys: Boolean(shell.secrets),
      takesCommands: shell.mayRun !== undefined,
    };
  }

  async function known(id: string): Promise<SuggesterSettings> {
    const { kept } = await open();
    return (
      kept.data().suggesters.find((one) => one.id === id) ?? fail("This suggester", "it was removed", "Add it again.")
    );
  }

  async function allowCommand(
    { name, reach }: SuggesterSettings,
    before: SuggesterSettings | undefined,
  ): Promise<void> {
    if (reach.kind !== "command" || JSON.stringify(before?.reach) === JSON.stringify(reach)) return;
    if (!shell.mayRun)
      fail(
        name,
        "a window in a browser may not name commands to be run on this machine",
        "Start the program with --allow-commands, or give an address.",
      );
    if (!(await shell.mayRun(name, addressOf(reach))))
      fail(name, "running its command was not allowed", "Save it again and allow it, or give another command.");
  }

  const handlers: Handlers = {
    "suggesters.list": list,
    "suggesters.save": async ({ suggester, key }) => {
      const { kept, keys } = await open();
      const before = kept.data().suggesters.find(({ id }) => id === suggester.id);
      await allowCommand(suggester, before);
      const { suggesters } = kept.data();
      const next = before
        ? suggesters.map((one) => (one.id === suggester.id ? suggester : one))
        : [...suggesters, suggester];
      // A key was given for an address: nobody else gets it.
      const isElsewhere = before && addressOf(before.reach) !== addressOf(suggester.reach);
      if (isElsewhere && key === undefined) await keys.set(suggester.id, null);
      await kept.change({ ...kept.data(), suggesters: next });
      if (key !== undefined) await keys.set(suggester.id, suggester.reach.kind === "command" ? null : key);
      return list();
    },
    "suggesters.remove": async ({ id }) => {
      const { kept, keys } = await open();
      await keys.set(id, null);
      const suggesters = kept.data().suggesters.filter((one) => one.id !== id);
      const addresses = new Set(suggesters.map(({ reach }) => addressOf(reach)));
      const consents = kept.data().consents.filter(({ address }) => addresses.has(address));
      await kept.change({ ...kept.data(), suggesters, consents });
      return list();
    },
    "suggesters.consent": async ({ session: id, suggester: which, address, register }) => {
      const { kept } = await open();
      const { name, reach } = await known(which);
      const { project } = session(id).state();
      if (address !== addressOf(reach)) fail(name, "its address was changed meanwhile", "Read the question again.");
      const others = kept.data().consents.filter((one) => one.project !== project.id || one.address !== address);
      const given = new Date().toISOString();
      const consent = { project: project.id, projectName: project.name, address, register, given };
      await kept.change({ ...kept.data(), consents: [...others, consent] });
      return list();
    },
    "suggesters.revoke": async ({ project, address }) => {
      const { kept } = await open();
      const consents = kept.data().consents.filter((one) => one.project !== project || one.address !== address);
      await kept.change({ ...kept.data(), consents });
      return list();
    },
    "suggesters.ask": async ({ session: id, article, suggester: which, task, trial }) => {
      const { kept, keys } = await open();
      const settings = await known(which);
      const asked = session(id);
      const { project, entities, articles } = asked.state();
      if (!settings.enabled && !trial)
        fail(settings.name, "it is switched off", "Switch it on under Other suggesters.");
      if (!kept.data().consents.some((one) => allows(one, project.id, settings)))
        fail(
          settings.name,
          `nobody has consented that “${project.name}” is sent to ${addressOf(settings.reach)}`,
          "Ask it again, and consent in the window.",
        );
      const about = articles.get(article)?.article;
      if (!about) return fail(article, "it is not open", "Show the article, then ask again.");
      const controller = new AbortController();
      running.set(task, controller);
      try {
        const dropped: Dropped[] = [];
        const asking: Asking = {
          article: about,
          types: project.scheme.entityTypes,
          register: settings.sendsRegister ? [...entities.values()].filter(({ mergedInto }) => !mergedInto) : null,
          cancelled: controller.signal,
          onDropped: (one) => void dropped.push(one),
          onProgress: (done, total) => shell.progress(task, done, total, `Asking ${settings.name}`),
        };
        const suggester = suggesterOf(settings, await keys.get(which), profile.folder, asking);
        return { ...(await answersOf(suggester, settings, asking, asked.backend.annotator.id)), ...toldOf(dropped) };
      } finally {
        running.delete(task);
      }
    },
  };

  return {
    handlers,
    cancel(task) {
      running.get(task)?.abort();
      return running.has(task);
    },
    close() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

/** The suggester that settings describe, for one article. `folder` is where commands run. */
export function suggesterOf(
  settings: SuggesterSettings,
  key: string | null,
  folder: string,
  asking: Asking,
): Suggester {
  const { reach } = settings;
  switch (reach.kind) {
    case "command":
      return commandSuggester(settings, reach, folder, asking);
    case "http":
      return httpSuggester(settings, reach.address, key, asking);
    case "chat":
      return chatSuggester(settings, reach, key, asking);
  }
}

/** All that a suggester answers. What came before it failed or was cancelled counts too: it may have cost something. */
async function answersOf(
  suggester: Suggester,
  { name, seconds }: SuggesterSettings,
  { article, cancelled }: Asking,
  annotator: string,
): Promise<Pick<Asked, "suggestions" | "text" | "ended" | "problem">> {
  const { text, blocks } = article;
  const all: Suggestion[] = [];
  const answered = (ended: Asked["ended"], problem: Asked["problem"]) => ({
    suggestions: offersOf(suggester, annotator)(all),
    text,
    ended,
    problem,
  });
  try {
    for await (const batch of suggester.suggest({ text, blocks, register: [], lessons: [] })) all.push(...batch);
    return answered("done", null);
  } catch (error) {
    if (cancelled.aborted) return answered("cancelled", null);
    const isLate = error instanceof DOMException && error.name === "TimeoutError";
    if (!isLate) return answered("failed", asProblem(error, name));
    const reason = `it did not answer within ${seconds === 1 ? "a second" : `${seconds} seconds`}`;
    const remedy = "Allow it more time in its settings, or see whether it still runs.";
    return answered("failed", { file: name, path: "", reason, remedy });
  }
}

function toldOf(dropped: readonly Dropped[]): Pick<Asked, "dropped" | "droppedExample"> {
  const [first] = dropped;
  const words = first && first.words.length > 80 ? `${first.words.slice(0, 80)}…` : first?.words;
  return { dropped: dropped.length, droppedExample: first ? `“${words}” is ${first.reason}` : null };
}
