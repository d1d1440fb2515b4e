import { mkdirSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { startWebHost, type WebHostLimits } from "../../../electron/web.ts";
import { temporaryFolder } from "../../builders.ts";
import { newProfile } from "../services/support.ts";

export interface Answer {
  status: number;
  text: string;
  headers: Record<string, string>;
}

/** A running web host with a window in it that serves one page, and a browser that came with the token. */
export async function running(limits: Partial<WebHostLimits> = {}) {
  const folder = temporaryFolder();
  const renderer = join(folder, "renderer");
  mkdirSync(join(renderer, "assets"), { recursive: true });
  writeFileSync(join(renderer, "index.html"), "<title>Onrecord</title>");
  writeFileSync(join(renderer, "assets", "main.js"), "1");
  writeFileSync(join(folder, "secret.txt"), "secret");
  const addresses: string[] = [];
  const web = await startWebHost({
    profile: await newProfile(),
    renderer,
    assets: folder,
    version: "1",
    port: 0,
    openAtStart: null,
    openExternal: async () => undefined,
    onAddress: (url) => addresses.push(url),
    limits,
  });
  onTestFinished(() => web.close());
  const { origin, host, port } = new URL(web.url);
  const send = (...parts: (string | Buffer)[]) => sent(Number(port), parts);
  const target = (url: string) => url.slice(origin.length);
  const entered = await send(`GET ${target(web.url)} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const cookie = entered.headers["set-cookie"]?.split(";")[0] ?? "";
  const request = (method: string, path: string, more: Record<string, string> = {}, body = "") =>
    send(head(method, path, { host, cookie, connection: "close", ...more }, body) + body);
  const call = (name: string, params: unknown, more: Record<string, string> = {}) =>
    request("POST", `/call/${name}`, { origin, "content-type": "application/json", ...more }, JSON.stringify(params));
  /** Whether a window of the program's own still gets its answers. */
  const works = async () => (await call("app.info", {})).text.includes('"ok":true');
  return { web, origin, host, port: Number(port), entered, cookie, addresses, target, send, request, call, works };
}

/** The head of a request as it stands, with no client in between to put it in order. An empty value leaves a header out. */
export function head(method: string, path: string, headers: Record<string, string>, body = ""): string {
  const length = body === "" ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...length, ...headers }).filter(([, value]) => value !== "");
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

/** Sends bytes and reads until the host closes the connection. Status 0: it closed without a word. */
export async function sent(port: number, parts: readonly (string | Buffer)[]): Promise<Answer> {
  const socket = connect(port, "127.0.0.1");
  const answer = readAll(socket);
  for (const part of parts) socket.write(part);
  return parsed(await answer);
}

export function readAll(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
}

export function parsed(text: string): Answer {
  const [top = "", ...rest] = text.split("\r\n\r\n");
  const [line = "", ...lines] = top.split("\r\n");
  const headers = Object.fromEntries(
    lines.map((one) => [one.slice(0, one.indexOf(":")).toLowerCase(), one.slice(one.indexOf(":") + 1).trim()]),
  );
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(line)?.[1] ?? 0), headers, text: rest.join("\r\n\r\n") };
}
