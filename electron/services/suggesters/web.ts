import { chatErrorSchema } from "../../../shared/suggest/protocol/chat.ts";
import { excerpt } from "../../../shared/suggest/protocol/reading.ts";
import { asProblem, fail, ProblemError } from "../problems.ts";

const errorBytes = 10_000;

export interface Post {
  /** The suggester's name, for problems. */
  name: string;
  address: URL;
  key: string | null;
  accept: string;
  body: unknown;
  signal: AbortSignal;
}

/** Posts JSON to an address and gives the answer's body as it comes. No redirect is followed: the consent was for this
 *  address. Whatever is not a success is a problem. */
export async function post({ name, address, key, accept, body, signal }: Post): Promise<AsyncIterable<Uint8Array>> {
  const headers = {
    "content-type": "application/json",
    accept,
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
  };
  const response = await fetch(address, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
    redirect: "manual",
    credentials: "omit",
    signal,
  }).catch((error: unknown) => unreachable(name, address, signal, error));
  if (response.ok) return response.body ?? nothing();
  const said = await errorIn(response);
  const { status } = response;
  const [reason, remedy] = refusals(address)[status] ?? [
    status >= 300 && status < 400
      ? `${address.origin} sends it on to another address`
      : `${address.origin} answered ${status}`,
    status < 400 ? "Give the address that it leads to, if you trust it." : "See what runs there, or try again later.",
  ];
  return fail(name, said === "" ? reason : `${reason}: ${said}`, remedy);
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const refusals = ({ origin }: URL): Record<number, [reason: string, remedy: string]> => ({
  401: [`${origin} does not take the key`, "Give another key in the suggester's settings."],
  403: [`${origin} refused the request`, "Give another key in the suggester's settings."],
  404: [`${origin} has nothing at that address`, "Correct the address, or the model, in the suggester's settings."],
  413: [`the article is too long for ${origin}`, "Ask about a shorter article."],
  429: [`${origin} wants fewer requests`, "Wait a while, then ask again."],
});

function unreachable(name: string, { origin }: URL, signal: AbortSignal, error: unknown): never {
  if (signal.aborted) throw signal.reason;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const known: Record<string, string> = {
    ECONNREFUSED: "nothing answers there",
    ENOTFOUND: "there is no machine of that name, or no network",
    ECONNRESET: "the connection was broken off",
  };
  const reason = known[code] ?? (cause instanceof Error ? cause.message : String(cause));
  fail(name, `${origin} cannot be reached: ${reason}`, "Check the address and the network, and that the service runs.");
}

/** What an answer that is no success says, shortened. */
async function errorIn(response: Response): Promise<string> {
  const text = await limited("", response.body ?? nothing(), errorBytes).catch(() => "");
  const parsed = chatErrorSchema.safeParse(jsonOf(text));
  return text.trim() === "" ? "" : excerpt(parsed.success ? parsed.data.error.message : text);
}

/** A whole body as text. @throws ProblemError where it is longer than `most` bytes. */
export async function limited(name: string, chunks: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let all = 0;
  for await (const chunk of chunks) {
    all += chunk.length;
    if (all > most) fail(name, `its answer is longer than ${most} bytes`, "See what runs at its address.");
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString("utf8");
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An error of a connection that broke in the middle of an answer, as the suggester's problem. */
export function brokenOff(name: string, signal: AbortSignal, error: unknown): never {
  if (signal.aborted) throw signal.reason;
  if (error instanceof ProblemError) throw error;
  fail(
    name,
    `the connection was broken off (${asProblem(error).reason})`,
    "What had come until then is kept. Ask again.",
  );
}
