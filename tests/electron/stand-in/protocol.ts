import type { Route } from "playwright";
import { addScheme, isCustom, ofApplication } from "./addresses.ts";
import { app, needsReady } from "./app.ts";
import { onlyKnownKeys } from "./emitter.ts";

type Handler = (request: Request) => Response | Promise<Response>;
const handlers = new Map<string, Handler>();
const privileges = ["standard", "secure", "bypassCSP", "supportFetchAPI", "corsEnabled", "stream", "codeCache"];

export const protocol = {
  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    if (app.isReady()) throw new Error("protocol.registerSchemesAsPrivileged should be called before app is ready");
    for (const { scheme, privileges: given = {} } of schemes) {
      onlyKnownKeys("a scheme's privileges", given, privileges);
      if (!given.standard || !given.secure) throw new Error(`${scheme}: its pages need a standard and secure scheme`);
      addScheme(scheme, given);
    }
  },
  handle(scheme: string, handler: Handler): void {
    needsReady("protocol.handle");
    if (!isCustom(scheme)) throw new Error(`${scheme}: was not registered as privileged`);
    if (handlers.has(scheme)) throw new Error(`${scheme}: The scheme has been intercepted`);
    handlers.set(scheme, handler);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** Answers Chromium's request by the application's handler. @returns false where the address has no handler. */
export async function answerByHandler(route: Route): Promise<boolean> {
  const request = route.request();
  const url = ofApplication(request.url());
  const handler = handlers.get(url.slice(0, url.indexOf(":")));
  if (!handler || url === request.url()) return false;
  const method = request.method();
  const body = method === "GET" || method === "HEAD" ? null : new Uint8Array(request.postDataBuffer() ?? []);
  const response = await handler(new Request(url, { method, headers: await request.allHeaders(), body }));
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
  return true;
}
