import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { EventName, EventPayload } from "../shared/host/contract.ts";
import { contentSecurityPolicy } from "./content-security.ts";
import { rendererFile, rendererOrigin } from "./renderer-files.ts";
import { createHost, type HostService } from "./services/host.ts";
import type { Profile } from "./services/profile.ts";

const largestRequest = 80 * 1024 * 1024;

export interface WebHostOptions {
  profile: Profile;
  /** The built renderer. */
  renderer: string;
  assets: string;
  version: string;
  /** 0 takes any free port. */
  port: number;
  openAtStart: string | null;
  openExternal(url: string): Promise<void>;
}

export interface WebHost {
  /** The address to open, token included. */
  url: string;
  host: HostService;
  close(): Promise<void>;
}

/** Serves the renderer and the host contract on the loopback interface. Only a browser that came with the token gets in:
 *  it is exchanged for a cookie that no other site can send, and Host and Origin are checked on every request. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const token = randomBytes(32).toString("base64url");
  const streams = new Set<ServerResponse>();
  const emit = <E extends EventName>(name: E, payload: EventPayload<E>) => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify({ name, payload })}\n\n`);
  };
  const host = createHost(options.profile, {
    runtime: "web",
    dialogs: "chooser",
    version: options.version,
    assets: options.assets,
    openAtStart: options.openAtStart,
    emit,
    openExternal: options.openExternal,
  });
  let origin = "";
  /** Cookies are shared by all ports of a machine: each host needs its own. */
  let cookieName = "onrecord";

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end(error instanceof Error ? error.message : "error");
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    if (request.headers.host !== new URL(origin).host) return refuse(response, 421, "wrong host");
    const given = url.searchParams.get("token");
    if (url.pathname === "/" && given !== null) {
      if (!same(given, token)) return refuse(response, 403, "wrong token");
      response.writeHead(303, {
        location: "/",
        "set-cookie": `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`,
        "cache-control": "no-store",
      });
      response.end();
      return;
    }
    if (!same(cookieOf(request, cookieName), token))
      return refuse(response, 403, "Open the address that the program printed.");
    if (url.pathname === "/events" && request.method === "GET") return stream(request, response);
    if (url.pathname.startsWith("/call/") && request.method === "POST")
      return call(request, response, url.pathname.slice(6));
    if (request.method === "GET") return file(response, url.pathname);
    refuse(response, 405, "no such request");
  }

  async function call(request: IncomingMessage, response: ServerResponse, method: string): Promise<void> {
    if (request.headers.origin !== origin) return refuse(response, 403, "wrong origin");
    if (request.headers["content-type"] !== "application/json") return refuse(response, 415, "JSON only");
    const body = await readBody(request);
    if (body === null) return refuse(response, 413, "too large");
    const params = parse(body);
    const reply = params === undefined ? null : await host.handle(method, params);
    if (reply === null) return refuse(response, 400, "not JSON");
    response.writeHead(200, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
    response.end(JSON.stringify(reply));
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write(": open\n\n");
    streams.add(response);
    request.on("close", () => streams.delete(response));
  }

  async function file(response: ServerResponse, pathname: string): Promise<void> {
    const found = await rendererFile(options.renderer, rendererOrigin + pathname);
    if (!found) return refuse(response, 404, "not found");
    response.writeHead(200, {
      "content-type": found.type,
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": pathname.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache",
    });
    response.end(found.content);
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  origin = `http://127.0.0.1:${port}`;
  cookieName = `onrecord-${port}`;

  return {
    url: `${origin}/?token=${token}`,
    host,
    async close() {
      await host.close();
      for (const open of streams) open.end();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(reason);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function cookieOf(request: IncomingMessage, wanted: string): string {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === wanted)?.[1] ?? "";
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestRequest) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
