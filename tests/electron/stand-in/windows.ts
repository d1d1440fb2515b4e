import type { BrowserContext, Page, Request, Route } from "playwright";
import { ofApplication } from "./addresses.ts";
import { invoke } from "./ipc-main.ts";
import { answerByHandler } from "./protocol.ts";
import { session } from "./session.ts";
import { senderFrameOf, type WebContents } from "./web-contents.ts";
import { wires } from "./wires.ts";

/** Chromium as the windows need it: where their pages come from, and who answers what they ask. */

let context: BrowserContext | null = null;
let unused: Page[] = [];
const contents = new Set<WebContents>();
/** Requests that nobody answered or refused: with a network they would have left the machine. */
export const leaks: string[] = [];

export async function connect(to: BrowserContext, onGone: () => void): Promise<void> {
  context = to;
  unused = to.pages();
  await to.exposeBinding(wires.outbox, async ({ page, frame }, kind: string, ...args: unknown[]) => {
    const sender = contentsOf(page);
    if (!sender) return { ok: false, message: "no window" };
    if (kind === "permission") return permit(sender, String(args[0]), frame.url(), frame.parentFrame() === null);
    return invoke(sender, senderFrameOf(frame), String(args[0]), args.slice(1));
  });
  await to.route("**/*", answer);
  to.on("page", (page) => {
    if (!expected) void refuse(page);
    expected = false;
  });
  to.on("close", onGone);
}

let expected = false;

export async function newPage(): Promise<Page> {
  const ready = unused.shift();
  if (ready) return ready;
  if (!context) throw new Error("Chromium is not there yet");
  expected = true;
  return context.newPage();
}

export function register(one: WebContents): void {
  contents.add(one);
}

const contentsOf = (page: Page): WebContents | null => [...contents].find((one) => one.owns(page)) ?? null;

async function refuse(popup: Page): Promise<void> {
  const opener = await popup.opener();
  const owner = opener ? contentsOf(opener) : ([...contents][0] ?? null);
  const url = popup.url() === "about:blank" ? null : ofApplication(popup.url());
  await owner?.refusePopup(popup, url);
}

async function answer(route: Route): Promise<void> {
  const request = route.request();
  const owner = ownerOf(request);
  if (!owner) return route.abort("blockedbyclient");
  if (request.isNavigationRequest() && owner.refusesNavigation(request)) return route.abort("aborted");
  if (await answerByHandler(route)) return;
  const details = { url: request.url(), method: request.method(), resourceType: request.resourceType() };
  const leaves = await session.defaultSession.lets(details);
  if (leaves) leaks.push(details.url);
  await route.abort(leaves ? "internetdisconnected" : "blockedbyclient");
}

function ownerOf(request: Request): WebContents | null {
  try {
    return contentsOf(request.frame().page());
  } catch {
    // The first request of a page that is not there yet: a popup's.
    return null;
  }
}

const chromiumNames: Record<string, string> = {
  "clipboard-sanitized-write": "clipboard-write",
  "clipboard-read": "clipboard-read",
  geolocation: "geolocation",
  notifications: "notifications",
  media: "camera",
  midi: "midi",
};

/** Asks the application, and lets Chromium know of a yes: without it, Chromium refuses. */
async function permit(owner: WebContents, permission: string, url: string, isMainFrame: boolean): Promise<boolean> {
  const allowed = await session.defaultSession.permits(owner, permission, url, isMainFrame);
  const name = chromiumNames[permission];
  if (allowed && name) await context?.grantPermissions([name], { origin: new URL(url).origin });
  return allowed;
}
