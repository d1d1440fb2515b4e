import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import { tableOf } from "../../shared/annotation/state.ts";
import { offersOf } from "../../shared/suggest/offers.ts";
import { suggesterFor } from "../../shared/suggest/packs.ts";
import { learntFrom, registerWith, weigh } from "../../shared/suggest/weigh.ts";
import type { FromWorker, Job } from "./jobs.ts";

/** So many suggestions go to the window at a time, for it to draw between two frames. */
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
    const offers = offersOf(suggester, request.annotator);
    let ready: StoredSuggestion[] = [];
    for (const batch of suggester.suggest({ ...request, register })) {
      for (const one of offers(batch)) {
        const weighed = weigh(request.text, one, learnt);
        if (weighed) ready.push(weighed);
      }
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

/** Lets a message that came meanwhile be read. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
