import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import { tableOf } from "../../shared/annotation/state.ts";
import { firstBlocks } from "../../shared/suggest/first-blocks.ts";
import { offersOf } from "../../shared/suggest/offers.ts";
import { suggesterFor } from "../../shared/suggest/packs.ts";
import type { LocalSuggester, SuggestionRequest } from "../../shared/suggest/suggester.ts";
import { type Learnt, learntFrom, registerWith, weigh } from "../../shared/suggest/weigh.ts";
import type { FromWorker, Job, Request } from "./jobs.ts";

/** So many suggestions go to the window at a time, for it to draw between two keys. */
const batchSize = 200;

let current = 0;

self.addEventListener("message", ({ data }: MessageEvent<Job>) => {
  current = data.number;
  if (data.request) void run(data.number, data.request);
});

async function run(number: number, request: NonNullable<Job["request"]>): Promise<void> {
  const tell = (message: FromWorker) => self.postMessage(message);
  const suggester = suggesterFor(request.language);
  if (!suggester) return tell({ number, kind: "none" });
  try {
    const lessons = tableOf(request.lessons);
    const learnt = learntFrom(lessons);
    const register = registerWith(request.entities, request.lessons);
    const first = request.sight ? firstBlocks(request.blocks, request.sight) : [];
    if (first.length > 0) {
      const suggestions = [...weighedOf(suggester, { ...request, blocks: first, register }, learnt)].flat();
      tell({ number, kind: "early", suggestions });
      await turn();
      if (current !== number) return;
    }
    let ready: StoredSuggestion[] = [];
    for (const batch of weighedOf(suggester, { ...request, register }, learnt)) {
      ready.push(...batch);
      if (ready.length < batchSize) continue;
      tell({ number, kind: "some", suggestions: ready });
      ready = [];
      await turn();
      // Another article is shown, or more is known by now.
      if (current !== number) return;
    }
    tell({ number, kind: "some", suggestions: ready });
    tell({ number, kind: "done" });
  } catch (error) {
    tell({ number, kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}

/** What is offered of a request, batch by batch, as sure as past decisions leave it. */
function* weighedOf(
  suggester: LocalSuggester,
  request: SuggestionRequest & Pick<Request, "annotator">,
  learnt: Learnt,
): Generator<StoredSuggestion[]> {
  const offers = offersOf(suggester, request.annotator);
  for (const batch of suggester.suggest(request)) {
    yield offers(batch).flatMap((one) => weigh(request.text, one, learnt) ?? []);
  }
}

/** Lets a message that came meanwhile be read. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
