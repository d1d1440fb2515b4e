import { nanoid } from "nanoid";
import { suggestionsIn } from "../../shared/anchoring/reanchor.ts";
import { keepSuggestions } from "../../shared/annotation/actions/suggestion.ts";
import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { problemSentence } from "../../shared/format/problem.ts";
import type { Params, Result } from "../../shared/host/contract.ts";
import { type Asked, allows, type SuggesterList, type SuggesterSettings } from "../../shared/host/suggesters.ts";
import { learntFrom, weigh } from "../../shared/suggest/weigh.ts";
import { ask, withProgress } from "../app/requests.ts";
import { saveSettings } from "../app/settings.ts";
import { ensureArticle } from "../app/showing.ts";
import { store } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { author, flush, perform } from "../app/work.ts";
import { suggesters } from "./store.ts";

type SuggesterMethod =
  | "suggesters.list"
  | "suggesters.save"
  | "suggesters.remove"
  | "suggesters.consent"
  | "suggesters.revoke";

/** Makes a change of what the host keeps of suggesters, and shows what it keeps then. @returns whether it was made. */
export async function changeSuggesters<M extends SuggesterMethod>(method: M, params: Params<M>): Promise<boolean> {
  const list = await ask(method, params);
  if (list) suggesters.setState({ list: list as Result<M> & SuggesterList });
  return list !== null;
}

export const loadSuggesters = (): Promise<boolean> => changeSuggesters("suggesters.list", {});

/** Switches a suggester on or off: seen at once, and taken back where the host does not keep it. */
export async function switchSuggester(suggester: SuggesterSettings, enabled: boolean): Promise<void> {
  const { list } = suggesters.getState();
  if (!list) return;
  const shown = list.suggesters.map((one) => (one.id === suggester.id ? { ...one, enabled } : one));
  suggesters.setState({ list: { ...list, suggesters: shown } });
  if (!(await changeSuggesters("suggesters.save", { suggester: { ...suggester, enabled } })))
    suggesters.setState({ list });
}

/** Asks a suggester about the article that is shown; first the person, where they have not consented for this project. */
export async function askSuggester(id: string, trial = false): Promise<void> {
  const { state, article, busy } = store.getState();
  const settings = suggesters.getState().list?.suggesters.find((one) => one.id === id);
  if (!state || article === null || !settings) return;
  if (busy) {
    toast("One thing after another", [`“${busy.label}” is still going on. Wait for it, or cancel it.`]);
    return;
  }
  const consents = suggesters.getState().list?.consents ?? [];
  if (consents.some((one) => allows(one, state.project.id, settings))) return run(id, settings.name, trial);
  suggesters.setState({ pending: { suggester: id, trial } });
  store.setState({ dialog: "consent" });
}

async function run(id: string, name: string, trial: boolean): Promise<void> {
  const { opened, article, state } = store.getState();
  if (!opened || article === null || !state) return;
  const { session } = opened;
  const asking = async (task: string) => {
    await flush();
    return ask("suggesters.ask", { session, article, suggester: id, task, trial });
  };
  if (trial) {
    const task = nanoid();
    suggesters.setState({ trial: { suggester: id, task, said: "Asking…", failed: false } });
    store.setState({ dialog: "suggesters" });
    return endTrial(id, await asking(task));
  }
  const asked = await withProgress(`Asking ${name}`, asking);
  if (!asked) return;
  // An article of that name in another project is another article.
  if (store.getState().state?.project.id === state.project.id) await keep(name, article, asked);
  else
    toast(
      `${name} answered too late`,
      [`“${state.project.name}” is not open any more: nothing was kept. Open it, and ask again.`],
      {
        tone: "problem",
      },
    );
}

/** Ends what is being asked; what has come until then is kept. */
export const cancel = (task: string): void => void ask("task.cancel", { task });

function endTrial(id: string, asked: Asked | null): void {
  const said = asked ? [outcome(asked), ...remarks(asked)].join(" ") : "It was not asked.";
  const failed = asked === null || asked.ended === "failed";
  suggesters.setState({ trial: { suggester: id, task: null, said, failed } });
}

/** Puts what was suggested into the review of its article, where it waits until it is decided. */
async function keep(name: string, article: string, asked: Asked): Promise<void> {
  if (!(await ensureArticle(article))) return;
  const { state, settings } = store.getState();
  const open = state?.articles.get(article);
  if (!state || !open) return;
  const before = { text: asked.text, blocks: blocksOfPlainText(asked.text) };
  const learnt = learntFrom(state.lessons);
  const { text } = open.article;
  const placed = suggestionsIn(asked.suggestions, before, open.article);
  const suggestions = placed.flatMap((one) => weigh(text, one, learnt) ?? []);
  perform(keepSuggestions(state, author, article, suggestions));
  if (!settings.review) void saveSettings({ review: true });
  toast(`${name}: ${outcome(asked)}`, remarks(asked), { tone: asked.ended === "failed" ? "problem" : "info" });
}

const nouns = { mention: ["name", "names"], quote: ["quote", "quotes"], claim: ["claim", "claims"] } as const;

/** How many of each kind came, in words. */
function counted(all: readonly StoredSuggestion[]): string {
  const parts = (["mention", "quote", "claim"] as const).flatMap((kind) => {
    const count = all.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${count} ${nouns[kind][count === 1 ? 0 : 1]}`];
  });
  return parts.length === 0 ? "no suggestions" : parts.join(", ");
}

const ending = { done: "", cancelled: ", then it was cancelled", failed: ", then it failed" } as const;
const outcome = ({ suggestions, ended }: Asked): string => `${counted(suggestions)}${ending[ended]}.`;

function remarks({ problem, dropped, droppedExample }: Asked): string[] {
  const left = dropped === 1 ? "1 suggestion was left out" : `${dropped} suggestions were left out`;
  return [
    ...(problem ? [problemSentence(problem)] : []),
    ...(dropped > 0 ? [`${left}: what they say of the text is not so. ${droppedExample}.`] : []),
  ];
}
