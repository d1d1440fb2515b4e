import { ofApplication } from "./addresses.ts";
import { needsReady } from "./app.ts";
import { onlyKnownKeys } from "./emitter.ts";
import type { WebContents } from "./web-contents.ts";

type Details = { requestingUrl: string; isMainFrame: boolean };
type RequestHandler = (
  contents: WebContents | null,
  permission: string,
  answer: (allowed: boolean) => void,
  details: Details,
) => void;
type CheckHandler = (contents: WebContents | null, permission: string, origin: string, details: Details) => boolean;
type Answer = (response: { cancel?: boolean; redirectURL?: string }) => void;
type BeforeRequest = (details: { url: string; method: string; resourceType: string }, answer: Answer) => void;

/** Electron's default session: who decides about permissions and requests. Without a decision, Electron allows. */
class Session {
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;
  #before: { urls: string[]; listener: BeforeRequest } | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }
  setDevicePermissionHandler = (): void => undefined;

  readonly webRequest = {
    onBeforeRequest: (filter: { urls: string[] }, listener: BeforeRequest): void => {
      onlyKnownKeys("a request filter", filter, ["urls", "excludeUrls", "types"]);
      this.#before = { urls: filter.urls, listener };
    },
  };

  /** Whether the application gives a page a permission that it asks for. */
  async permits(contents: WebContents, permission: string, url: string, isMainFrame: boolean): Promise<boolean> {
    const details = { requestingUrl: ofApplication(url), isMainFrame };
    const origin = `${new URL(details.requestingUrl).protocol}//${new URL(details.requestingUrl).host}/`;
    if (this.#check && !this.#check(contents, permission, origin, details)) return false;
    const handler = this.#request;
    if (!handler) return true;
    return new Promise((resolve) => handler(contents, permission, resolve, details));
  }

  /** Whether the application lets a request leave for the network. */
  async lets(request: { url: string; method: string; resourceType: string }): Promise<boolean> {
    const before = this.#before;
    if (!before?.urls.some((pattern) => matches(pattern, request.url))) return true;
    return new Promise((resolve) => before.listener(request, ({ cancel }) => resolve(cancel !== true)));
  }
}

function matches(pattern: string, address: string): boolean {
  if (pattern === "<all_urls>") return true;
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${expression}$`).test(address);
}

const defaultSession = new Session();
const partitions = new Map<string, Session>();
export const session = {
  fromPartition(name: string): Session {
    needsReady("session.fromPartition");
    const known = partitions.get(name) ?? new Session();
    partitions.set(name, known);
    return known;
  },
  get defaultSession(): Session {
    needsReady("session.defaultSession");
    return defaultSession;
  },
};
