import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text as bodyText } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { createHost } from "../../../../electron/services/host.ts";
import { openProfile } from "../../../../electron/services/profile.ts";
import type { Secrets } from "../../../../electron/services/suggesters/keys.ts";
import type { MethodName, Params, Reply, Result } from "../../../../shared/host/contract.ts";
import { addressOf, type Reach, type SuggesterSettings } from "../../../../shared/host/suggesters.ts";
import { temporaryFolder } from "../../../builders.ts";
import { importing } from "../support.ts";

export const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
export const begin = line({ kind: "begin", version: 1, offsets: "code-points", producerVersion: "7" });
export const end = line({ kind: "end" });
/** In the story of these tests, “Zoë Doe 😀 said: “It is time.” The Post agreed.” */
export const doe = line({
  kind: "mention",
  span: { start: 0, end: 7, text: "Zoë Doe" },
  means: { type: "Person", name: "Zoë Doe" },
  confidence: 0.9,
  reason: "A name.",
});
export const claim = line({
  kind: "claim",
  span: { start: 30, end: 46, text: "The Post agreed." },
  checkWorthiness: 0.7,
});

/** A program for Node, as a command. */
export function script(source: string): Reach {
  const file = join(temporaryFolder(), "suggester.mjs");
  writeFileSync(file, source);
  return { kind: "command", program: process.execPath, arguments: [file] };
}

/** A program that writes this reply, whatever it is asked. */
export const saying = (reply: string): Reach => script(`process.stdout.write(${JSON.stringify(reply)});`);

export interface Received {
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A web server of this machine that answers so. @returns its address, and what it received. */
export async function server(answer: (received: Received, response: ServerResponse) => void) {
  const received: Received[] = [];
  const listening = createServer((request, response) => {
    void bodyText(request).then((body) => {
      const one = { url: request.url ?? "", headers: request.headers, body };
      received.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const close = async () => {
    listening.closeAllConnections();
    await new Promise((resolve) => listening.close(resolve));
  };
  onTestFinished(async () => void (await close()));
  return { address: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, received, close };
}

interface Machine {
  secrets?: Secrets;
  mayRun?(name: string, command: string): Promise<boolean>;
  profile?: string;
}

/** A host with a project that holds one story, and what a window can ask of it. */
export async function hostWithStory({ secrets, mayRun = async () => true, profile }: Machine = {}) {
  const home = temporaryFolder();
  const folder = profile ?? join(temporaryFolder(), "profile");
  const before = process.env.HOME;
  process.env.HOME = home;
  const progress: string[] = [];
  const service = createHost(await openProfile(folder), {
    runtime: "web",
    dialogs: "chooser",
    version: "1",
    assets: home,
    openAtStart: null,
    emit: (event, payload) => void (event === "task.progress" && progress.push(JSON.stringify(payload))),
    openExternal: async () => undefined,
    ...(secrets ? { secrets } : {}),
    mayRun,
  });
  process.env.HOME = before;
  onTestFinished(() => service.close());
  const reply = <M extends MethodName>(method: M, params: Params<M>) =>
    service.handle(method, params) as Promise<Reply<Result<M>>>;
  const ask = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    const answered = await reply(method, params);
    if (!answered.ok)
      throw new Error(`${answered.problem.file}: ${answered.problem.reason}. ${answered.problem.remedy}`);
    return answered.value;
  };
  const { folder: place } = await ask("files.list", { folder: null });
  const { session, project } = await ask("project.create", { folder: place.handle, name: "Bridges" });
  await ask("operations.apply", { session, sequence: 0, operations: [importing] });
  const request = { session, article: "story", suggester: "s1", task: "t1", trial: false };
  return { service, reply, ask, session, project, home, profile: folder, progress, request };
}

export const suggester = (reach: Reach, more: Partial<SuggesterSettings> = {}): SuggesterSettings => ({
  id: "s1",
  name: "Helper",
  enabled: true,
  reach,
  sendsRegister: false,
  seconds: 60,
  ...more,
});

/** A host whose one suggester is configured and consented to. */
export async function hostWith(reach: Reach, more: Partial<SuggesterSettings> = {}, key?: string) {
  const host = await hostWithStory();
  await host.ask("suggesters.save", { suggester: suggester(reach, more), ...(key === undefined ? {} : { key }) });
  await consent(host, reach);
  return host;
}

export async function consent(
  { ask, session }: Pick<Awaited<ReturnType<typeof hostWithStory>>, "ask" | "session">,
  reach: Reach,
  register = false,
): Promise<void> {
  await ask("suggesters.consent", { session, suggester: "s1", address: addressOf(reach), register });
}
