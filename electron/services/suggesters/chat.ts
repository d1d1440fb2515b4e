import type { Reach, SuggesterSettings } from "../../../shared/host/suggesters.ts";
import { chatBody, chatReader, stretchesOf } from "../../../shared/suggest/protocol/chat.ts";
import type { Suggester } from "../../../shared/suggest/suggester.ts";
import { fail } from "../problems.ts";
import { type Asking, endOf, knownTo, requestOf } from "./asking.ts";
import { brokenOff, jsonOf, limited, post } from "./web.ts";

const answerBytes = 8 * 1024 * 1024;

/** A language model behind an OpenAI-compatible chat endpoint, asked about an article stretch by stretch. */
export function chatSuggester(
  settings: SuggesterSettings,
  { address, model }: Extract<Reach, { kind: "chat" }>,
  key: string | null,
  asking: Asking,
): Suggester {
  const { name } = settings;
  const { text, blocks } = asking.article;
  return {
    producer: name,
    version: model,
    async *suggest() {
      const request = requestOf(asking);
      const read = chatReader(text, knownTo(asking));
      const stretches = stretchesOf(text, blocks);
      for (const [index, stretch] of stretches.entries()) {
        asking.onProgress(index, stretches.length);
        const signal = endOf(asking, settings);
        const body = chatBody(model, request, text.slice(stretch.start, stretch.end));
        const accept = "application/json";
        const answer = await post({ name, address: completionsAt(address), key, accept, body, signal });
        const said = await limited(name, answer, answerBytes).catch((error) => brokenOff(name, signal, error));
        const found = read(stretch, jsonOf(said));
        if (!found.ok) return fail(name, found.reason, found.remedy);
        for (const one of found.dropped) asking.onDropped(one);
        yield found.suggestions;
      }
    },
  };
}

/** People copy the address with and without its last part. */
function completionsAt(address: string): URL {
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith("/chat/completions") ? path : `${path}/chat/completions`;
  return url;
}
