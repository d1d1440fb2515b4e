import { fail } from "../problems.ts";
import { limits } from "./asking.ts";

const shorter = "It sends more than anybody could look at: mend it, or give it a shorter article.";

/** The lines of a reply as they come, blank ones left out. Too long a line, too much of it all, and what is not UTF-8 are
 *  problems of the suggester of that name. */
export async function* replyLines(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let parts: string[] = [];
  let waiting = 0;
  let all = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      return fail(name, "its reply is not UTF-8", "Have it write UTF-8.");
    }
  };
  for await (const chunk of chunks) {
    all += chunk.length;
    if (all > limits.replyBytes) fail(name, `its reply is longer than ${limits.replyBytes} bytes`, shorter);
    const [head = "", ...rest] = decode(chunk).split("\n");
    parts.push(head);
    waiting += head.length;
    for (const next of rest) {
      const line = parts.length === 1 ? (parts[0] ?? "") : parts.join("");
      parts = [next];
      waiting = next.length;
      if (line.length > limits.lineBytes) tooLong(name);
      if (line.trim() !== "") yield line;
    }
    if (waiting > limits.lineBytes) tooLong(name);
  }
  parts.push(decode());
  const last = parts.join("");
  if (last.trim() !== "") yield last;
}

const tooLong = (name: string): never =>
  fail(name, `a line of its reply is longer than ${limits.lineBytes} characters`, shorter);
