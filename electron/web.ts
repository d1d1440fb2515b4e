import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { methods } from "../shared/host/contract.ts";
import { mostRequestBytes } from "../shared/host/limits.ts";
import { pageHeaders } from "./content-security.ts";
import { rendererFile, rendererOrigin } from "./renderer-files.ts";
import { createHost, type HostService } from "./services/host.ts";
import type { Profile } from "./services/profile.ts";
import { EventStreams } from "./web/event-streams.ts";
import { bodyOf, cookieOf, refuseByForm, same } from "./web/guard.ts";

/** What a request may cost. */
const limits = {
  bodyBytes: mostRequestBytes,
  headersMs: 10_000,
  requestMs: 60_000,
  connections: 64,
  eventStreams: 16,
  unreadEventBytes: 4 * 1024 * 1024,
};
export type WebHostLimits = typeof limits;

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
  /** Whether a window may name commands to be run: whoever started the program says so, no page can. */
  allowCommands?: boolean;
  /** Told of the next address, once one was used. */
  onAddress?(url: string): void;
  limits?: Partial<WebHostLimits>;
}

export interface WebHost {
  /** The address to open, with a token that lets one browser in. */
  url: string;
  host: HostService;
  close(): Promise<void>;
}

const secret = (): string => randomBytes(32).toString("base64url");

/** Serves the renderer and the host contract on the loopback interface. Only a browser that came with the token gets in:
 *  the token works once, for a cookie that no other site can make the browser send; form, host and origin of every request
 *  are checked. Cookies are shared by all ports of a machine, so this one is for a path that no other program knows. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const allowed = { ...limits, ...options.limits };
  const key = secret();
  const place = `/${secret()}/`;
  let token = secret();
  let origin = "";
  let cookieName = "onrecord";
  const streams = new EventStreams(allowed.eventStreams, allowed.unreadEventBytes);
  const host = createHost(options.profile, {
    runtime: "web",
    dialogs: "chooser",
    version: options.version,
    assets: options.assets,
    openAtStart: options.openAtStart,
    emit: (name, payload) => streams.send({ name, payload }),
    openExternal: options.openExternal,
    ...(options.allowCommands ? { mayRun: async () => true } : {}),
  });
  const address = () => `${origin}/?token=${token}`;

  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error: unknown) => {
      if (request.destroyed) return;
      process.stderr.write(`onrecord: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, "something went wrong: see where the program was started");
    });
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refuseByForm(request, origin);
    if (refused) return refuse(response, refused.status, refused.reason);
    const url = URL.parse(request.url ?? "", origin);
    if (!url) return refuse(response, 400, "wrong address");
    const given = url.searchParams.get("token");
    if (url.pathname === "/" && given !== null && request.method === "GET") {
      // A browser that looks ahead would use the token up before the person comes.
      if (request.headers["sec-purpose"] !== undefined) return refuse(response, 503, "not in advance");
      return enter(response, given);
    }
    if (!same(cookieOf(request, cookieName), key))
      return refuse(response, 403, "Open the address that the program printed.");
    const path = url.pathname.startsWith(place) ? url.pathname.slice(place.length - 1) : url.pathname;
    if (path.startsWith("/call/")) return call(request, response, path.slice("/call/".length));
    if (request.method !== "GET") return refuse(response, 405, "no such request", { allow: "GET" });
    if (path === "/events") return listen(response);
    return file(response, path);
  }

  function enter(response: ServerResponse, given: string): void {
    if (!same(given, token)) {
      refuse(response, 403, "This address was used, or is not the program's.");
      return;
    }
    token = secret();
    const cookie = `${cookieName}=${key}; HttpOnly; SameSite=Strict; Path=${place}`;
    response.writeHead(303, { ...headers, location: place, "set-cookie": cookie });
    response.end();
    options.onAddress?.(address());
  }

  async function call(request: IncomingMessage, response: ServerResponse, method: string): Promise<void> {
    if (request.method !== "POST") return refuse(response, 405, "no such request", { allow: "POST" });
    if (request.headers.origin !== origin) return refuse(response, 403, "wrong origin");
    if (request.headers["content-type"] !== "application/json") return refuse(response, 415, "JSON only");
    if (!Object.hasOwn(methods, method)) return refuse(response, 404, "no such request");
    const body = await bodyOf(request, allowed.bodyBytes);
    if (body === null) return refuse(response, 413, "too large");
    const params = parse(body);
    if (params === undefined) return refuse(response, 400, "not JSON");
    const reply = await host.handle(method, params);
    succeed(response, Buffer.from(JSON.stringify(reply)), { "content-type": "application/json; charset=utf-8" });
  }

  function listen(response: ServerResponse): void {
    if (streams.isFull) refuse(response, 503, "too many windows");
    else streams.add(response.writeHead(200, { ...headers, "content-type": "text/event-stream" }));
  }

  async function file(response: ServerResponse, path: string): Promise<void> {
    const found = await rendererFile(options.renderer, rendererOrigin + path);
    if (!found) return refuse(response, 404, "not found");
    const keep = path.startsWith("/assets/") ? "private, max-age=31536000, immutable" : "no-cache";
    succeed(response, found.content, { "content-type": found.type, "cache-control": keep });
  }

  const server = createServer({ requireHostHeader: false, connectionsCheckingInterval: 1_000 }, receive);
  server.headersTimeout = allowed.headersMs;
  server.requestTimeout = allowed.requestMs;
  server.keepAliveTimeout = 5_000;
  server.maxConnections = allowed.connections;
  refuseOddities(server);

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const listening = server.address();
  const port = typeof listening === "object" && listening ? listening.port : options.port;
  origin = `http://127.0.0.1:${port}`;
  cookieName = `onrecord-${port}`;

  return {
    url: address(),
    host,
    async close() {
      await host.close();
      streams.end();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** With every answer, whatever it says. */
const headers = { ...pageHeaders, "cache-control": "no-store" };

function succeed(response: ServerResponse, content: Uint8Array, more: Record<string, string>): void {
  response.writeHead(200, { ...headers, ...more, "content-length": content.length });
  response.end(content);
}

/** Turns a request away, and its connection with it: whatever else it was going to send is not read. */
function refuse(response: ServerResponse, status: number, reason: string, more: Record<string, string> = {}): void {
  const type = { "content-type": "text/plain; charset=utf-8" };
  response.writeHead(status, { ...headers, ...type, ...more, connection: "close" });
  response.end(reason);
}

/** What Node would answer by itself, without our headers: broken HTTP, tunnels, and expectations. */
function refuseOddities(server: Server): void {
  const bare = (socket: Duplex, status: string) => {
    if (!socket.writable) return socket.destroy();
    const lines = Object.entries({ ...headers, connection: "close", "content-length": "0" });
    socket.end(`HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
    // An ended socket still waits for the other side, which may be in no hurry.
    socket.on("finish", () => socket.destroy());
  };
  const statusOf: Record<string, string> = {
    HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
    ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    bare(socket, statusOf[error.code ?? ""] ?? "400 Bad Request"),
  );
  server.on("connect", (_request, socket) => bare(socket, "405 Method Not Allowed"));
  server.on("upgrade", (_request, socket) => bare(socket, "400 Bad Request"));
  server.on("checkExpectation", (_request, response) => refuse(response, 417, "nothing to expect"));
  server.on("checkContinue", (_request, response) => refuse(response, 417, "nothing to expect"));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
