import type { SuggesterSettings } from "../../../shared/host/suggesters.ts";
import type { Suggester } from "../../../shared/suggest/suggester.ts";
import { type Asking, endOf, requestOf } from "./asking.ts";
import { replyLines } from "./lines.ts";
import { replyingSuggester, suggestionsIn } from "./reply.ts";
import { brokenOff, post } from "./web.ts";

const ended = async () => "its answer ended without the line of kind “end”";

/** A suggester at a web address that takes a request as JSON and answers by the protocol's lines. */
export function httpSuggester(
  settings: SuggesterSettings,
  address: string,
  key: string | null,
  asking: Asking,
): Suggester {
  const { name } = settings;
  return replyingSuggester(name, async function* (onBegin) {
    const signal = endOf(asking, settings);
    const accept = "application/x-ndjson";
    const body = requestOf(asking);
    const answer = await post({ name, address: new URL(address), key, accept, body, signal });
    try {
      yield* suggestionsIn(name, replyLines(name, answer), asking, onBegin, ended);
    } catch (error) {
      brokenOff(name, signal, error);
    }
  });
}
