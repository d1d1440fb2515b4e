import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import type { FromWorker, Job, Request } from "./jobs.ts";
import workerUrl from "./suggest.worker.ts?worker&url";

/** How making suggestions ended. `none`: it has none for this language. */
export type Outcome = { kind: "done" } | { kind: "none" } | { kind: "failed"; reason: string };

/** Takes suggestions as they come. Early ones are made from a part of the article and hold until all are there. */
type OnSome = (some: StoredSuggestion[], isEarly: boolean) => void;

/** Something that makes suggestions for the window, whatever it runs in. They come in batches, each complete in itself and
 *  named by its producer, and enter one list with those of the others. */
export interface Producer {
  readonly id: string;
  /** Starts; a later start, or the returned function, ends the one before: nothing is told of it any more. */
  start(request: Request, onSome: OnSome, onEnd: (outcome: Outcome) => void): () => void;
}

/** The policy under which the window's one worker is started: no other script can be named by it. */
const policy = window.trustedTypes?.createPolicy("onrecord-worker", {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError("not the worker of this program");
    return url;
  },
});

/** The built-in suggester in a worker of its own, so that keys never wait for it. */
export function builtInProducer(): Producer {
  let worker: Worker | null = null;
  let number = 0;
  let listener: ((message: FromWorker) => void) | null = null;

  const tell = (job: Job) => {
    if (!worker) {
      worker = new Worker((policy?.createScriptURL(workerUrl) ?? workerUrl) as string, { name: "suggestions" });
      worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
        if (data.number === number) listener?.(data);
      });
      worker.addEventListener("error", (event) => {
        worker = null;
        listener?.({ number, kind: "failed", reason: event.message || "its script could not be run" });
      });
    }
    worker.postMessage(job);
  };

  return {
    id: "built-in",
    start(request, onSome, onEnd) {
      number += 1;
      const own = number;
      listener = (message) => {
        if (message.kind === "some" || message.kind === "early") onSome(message.suggestions, message.kind === "early");
        else onEnd(message.kind === "failed" ? { kind: "failed", reason: message.reason } : { kind: message.kind });
      };
      tell({ number, request });
      return () => {
        if (number !== own) return;
        number += 1;
        listener = null;
        worker?.postMessage({ number, request: null } satisfies Job);
      };
    },
  };
}
