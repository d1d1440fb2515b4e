import type { Frame, Page, Request } from "playwright";
import { ofApplication, ofChromium } from "./addresses.ts";
import { Emitter, PreventableEvent } from "./emitter.ts";
import { wires } from "./wires.ts";

type OpenHandler = (details: { url: string; frameName: string; features: string; disposition: string }) => {
  action: "deny" | "allow";
};

const events = [
  "will-navigate",
  "will-frame-navigate",
  "will-redirect",
  "will-attach-webview",
  "did-start-loading",
  "did-stop-loading",
  "did-finish-load",
  "did-navigate",
  "dom-ready",
  "destroyed",
  "before-input-event",
  "context-menu",
  "console-message",
  "preload-error",
  "render-process-gone",
  "unresponsive",
  "responsive",
];

/** A frame as handlers of messages see it. */
export interface SenderFrame {
  url: string;
  parent: SenderFrame | null;
}

export const senderFrameOf = (frame: Frame): SenderFrame => {
  const parent = frame.parentFrame();
  return { url: ofApplication(frame.url()), parent: parent ? senderFrameOf(parent) : null };
};

/** Electron's `webContents`: a Chromium page that asks its application before it goes or opens anything. */
export class WebContents extends Emitter {
  readonly #obtain: () => Promise<Page>;
  readonly #prepare: (page: Page) => Promise<void>;
  #page: Promise<Page> | null = null;
  #known: Page | null = null;
  #crashed = false;
  #sending: Promise<unknown> = Promise.resolve();
  #openHandler: OpenHandler | null = null;
  #targetId = "";
  /** Addresses that the page itself asked to go to, until the request for them comes. */
  readonly #asked: string[] = [];
  #opened = 0;
  onClose: () => void = () => undefined;

  constructor(obtain: () => Promise<Page>, prepare: (page: Page) => Promise<void>) {
    super(events);
    this.#obtain = obtain;
    this.#prepare = prepare;
  }

  get targetId(): string {
    return this.#targetId;
  }

  owns(page: Page | null): boolean {
    return page !== null && this.#known === page;
  }

  page(): Promise<Page> {
    this.#page ??= this.#obtain().then(async (page) => {
      this.#known = page;
      await this.#prepare(page);
      await this.#listen(page);
      return page;
    });
    return this.#page;
  }

  async #listen(page: Page): Promise<void> {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.enable");
    this.#targetId = (await session.send("Target.getTargetInfo")).targetInfo.targetId;
    session.on("Page.frameRequestedNavigation", ({ url }) => this.#asked.push(url));
    session.on("Page.windowOpen", ({ url, windowName, windowFeatures }) => {
      this.#opened += 1;
      this.#askToOpen(url, windowName, windowFeatures.join(","));
    });
    page.on("domcontentloaded", () => this.emit("dom-ready", {}));
    page.on("load", () => {
      this.emit("did-finish-load", {});
      this.emit("did-stop-loading", {});
    });
    page.on("crash", () => {
      this.#crashed = true;
      this.emit("render-process-gone", {}, { reason: "crashed", exitCode: 5 });
    });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  #askToOpen(url: string, frameName = "", features = ""): void {
    const details = { url: ofApplication(url), frameName, features, disposition: "new-window" };
    const { action } = this.#openHandler?.(details) ?? { action: "allow" };
    if (action !== "deny") throw new Error(`the application lets its page open a window for ${url}`);
  }

  /** A page that this one opened. Electron would have asked before it was there; Chromium shows it first. */
  async refusePopup(popup: Page, firstRequest: string | null): Promise<void> {
    if (this.#opened > 0) this.#opened -= 1;
    else if (firstRequest !== null) this.#askToOpen(firstRequest);
    await popup.close();
  }

  /** Whether the application keeps a document from being loaded into this page. Only what the page itself began is
   *  asked about. */
  refusesNavigation(request: Request): boolean {
    const at = this.#asked.indexOf(request.url());
    const isMainFrame = request.frame().parentFrame() === null;
    if (at < 0) {
      if (isMainFrame) this.emit("did-start-loading", {});
      return false;
    }
    this.#asked.splice(at, 1);
    const url = ofApplication(request.url());
    const event = Object.assign(new PreventableEvent(), { url, isMainFrame, isSameDocument: false });
    this.emit("will-frame-navigate", event);
    if (!event.defaultPrevented && isMainFrame) this.emit("will-navigate", event, url);
    if (!event.defaultPrevented && isMainFrame) this.emit("did-start-loading", {});
    return event.defaultPrevented;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page();
    await page.goto(ofChromium(url));
  }

  /** A message to the page, in the order of the calls. What it carries is copied now, and must be a value. */
  send(channel: string, ...args: unknown[]): void {
    const message = { inbox: wires.inbox, channel, args: structuredClone(args) };
    this.#sending = this.#sending
      .then(async () => (await this.page()).evaluate(deliver, message))
      .catch(() => undefined);
  }

  reload(): void {
    void this.#loadAgain().catch((error: unknown) => process.stderr.write(`stand-in: ${String(error)}\n`));
  }

  /** Playwright cannot use a page again that crashed: where Electron takes a new process, the stand-in takes a new page. */
  async #loadAgain(): Promise<void> {
    const page = await this.page();
    if (!this.#crashed) {
      await page.reload();
      return;
    }
    const url = page.url();
    this.#crashed = false;
    this.#page = null;
    const next = await this.page();
    await next.goto(url);
    await page.close();
  }

  close(): void {
    this.onClose();
  }

  /** Ends the page with its window. */
  async destroy(): Promise<void> {
    this.emit("destroyed");
    await (await this.page()).close().catch(() => undefined);
  }

  /** Takes the focus from the page, as a window that is hidden does: what a field held is handed over. */
  async blur(): Promise<void> {
    await (await this.page()).evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  }

  isDestroyed = (): boolean => this.#known?.isClosed() ?? false;
  getURL = (): string => ofApplication(this.#known?.url() ?? "");
  focus = (): void => undefined;
  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.page()).evaluate(code);
  }
}

/** Runs in the page. */
function deliver({ inbox, channel, args }: { inbox: string; channel: string; args: unknown[] }): void {
  const receive: unknown = Reflect.get(window, inbox);
  if (typeof receive === "function") receive(channel, args);
}
