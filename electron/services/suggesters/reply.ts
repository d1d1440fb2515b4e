import { replyReader } from "../../../shared/suggest/protocol/reading.ts";
import type { Suggester, Suggestion } from "../../../shared/suggest/suggester.ts";
import { fail } from "../problems.ts";
import { type Asking, knownTo, limits } from "./asking.ts";

/** A suggester that answers by the protocol: which version it is, it says as its reply begins. */
export function replyingSuggester(
  name: string,
  suggest: (onBegin: (producerVersion: string) => void) => AsyncGenerator<readonly Suggestion[]>,
): Suggester {
  let version = "";
  return {
    producer: name,
    get version() {
      return version;
    },
    suggest: () => suggest((known) => (version = known)),
  };
}

/** Suggestions out of a reply's lines. `ended`: how its sender ended, where it did so before the line that ends a reply. */
export async function* suggestionsIn(
  name: string,
  lines: AsyncIterable<string>,
  asking: Asking,
  onBegin: (producerVersion: string) => void,
  ended: () => Promise<string>,
): AsyncGenerator<readonly Suggestion[]> {
  const read = replyReader(asking.article.text, knownTo(asking));
  let count = 0;
  for await (const line of lines) {
    const said = read(line);
    switch (said.kind) {
      case "end":
        return;
      case "begin":
        onBegin(said.producerVersion);
        break;
      case "progress":
        asking.onProgress(said.done, said.total);
        break;
      case "dropped":
        asking.onDropped(said.dropped);
        count += 1;
        break;
      case "suggestions":
        yield said.suggestions;
        count += 1;
        break;
      case "failed":
        fail(name, said.reason, "See docs/suggesters.md for what a reply has to be.");
    }
    if (count > limits.suggestions)
      fail(name, `it suggests more than ${limits.suggestions} things`, "Give it a shorter article.");
  }
  fail(name, await ended(), "What had come until then is kept. See docs/suggesters.md for what a reply has to be.");
}
