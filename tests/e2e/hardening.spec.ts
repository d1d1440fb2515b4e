import { expect, test } from "./support/host.ts";
import { openSample } from "./support/steps.ts";

test("the page runs and loads nothing but its own files, whatever gets into it", async ({ page, machine }) => {
  await openSample(page, machine);
  const address = page.url();
  const succeeded = await page.evaluate(async () => {
    // What the debugger runs at once is free of the policy; what a timer runs is not.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const done: string[] = [];
    Reflect.set(window, "intruder", (name: string) => done.push(name));
    const element = (name: string, attributes: Record<string, string>, text = "") => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      if (text !== "") made.append(document.createTextNode(text));
      document.body.append(made);
      return made;
    };
    const loads = (made: HTMLElement, name: string) =>
      new Promise<void>((resolve) => {
        made.addEventListener("load", () => {
          done.push(name);
          resolve();
        });
        made.addEventListener("error", () => resolve());
        setTimeout(resolve, 500);
      });
    const code = (name: string) => `window.intruder(${JSON.stringify(name)})`;
    const attempts: Record<string, () => unknown> = {
      "inline script": () => element("script", {}, code("inline script")),
      "data: script": () => element("script", { src: `data:text/javascript,${code("data: script")}` }),
      "remote script": () => element("script", { src: "https://example.org/x.js" }),
      "blob: module": () => import(URL.createObjectURL(new Blob([code("blob: module")], { type: "text/javascript" }))),
      "event attribute": () => element("button", { onclick: code("event attribute") }).click(),
      "javascript: link": () => element("a", { href: `javascript:${code("javascript: link")}` }).click(),
      eval: () => Reflect.apply(Reflect.get(window, "eval"), window, [code("eval")]),
      "new Function": () => Reflect.construct(Function, [code("new Function")])(),
      "timer of text": () => Reflect.apply(setTimeout, window, [code("timer of text"), 0]),
      "markup from text": () => {
        document.createElement("div").innerHTML = "<b></b>";
        done.push("markup from text");
      },
      "remote image": () => loads(element("img", { src: "https://example.org/x.png" }), "remote image"),
      "remote style": () => loads(element("link", { rel: "stylesheet", href: "https://example.org/x.css" }), "style"),
      frame: () =>
        loads(element("iframe", { src: "https://example.org/" }), "frame of another site").then(() => undefined),
      "frame of text": () => element("iframe", { srcdoc: `<script>parent.${code("frame of text")}</script>` }),
      object: () => loads(element("object", { data: "https://example.org/x.swf" }), "object"),
      fetch: () => fetch("https://example.org/").then(() => done.push("fetch")),
      "fetch of this machine": () => fetch("http://127.0.0.1:9/").then(() => done.push("fetch of this machine")),
      "web socket": () => new WebSocket("wss://example.org/").addEventListener("open", () => done.push("web socket")),
      worker: () => done.push(`worker ${new Worker(URL.createObjectURL(new Blob([""])))}`),
      "worker of an own file": () => done.push(`worker ${new Worker("assets/index.js")}`),
      form: () => {
        const form = document.createElement("form");
        form.action = "https://example.org/";
        document.body.append(form);
        form.submit();
      },
      base: () => {
        element("base", { href: "https://example.org/" });
        if (document.baseURI.startsWith("https://example.org")) done.push("base");
      },
    };
    for (const attempt of Object.values(attempts)) {
      await Promise.resolve()
        .then(attempt)
        .catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    return done;
  });
  // A frame that was refused shows an empty page, and that loads: nothing of another site does.
  expect(succeeded.filter((name) => name !== "frame of another site")).toEqual([]);
  expect(page.frames().filter((frame) => frame.url().startsWith("https://example.org"))).toEqual([]);
  expect(page.url()).toBe(address);
  await page.reload();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
});

test("every answer says what the page may do, and none comes from outside the renderer's folder", async ({
  page,
  machine,
}) => {
  await openSample(page, machine);
  const own = await page.evaluate(async () => {
    const response = await fetch("index.html");
    return { status: response.status, headers: Object.fromEntries(response.headers) };
  });
  expect(own.status).toBe(200);
  expect(own.headers["x-content-type-options"]).toBe("nosniff");
  const policy = own.headers["content-security-policy"]?.split("; ") ?? [];
  for (const directive of [
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy).toContain(directive);
  }
  const outside = [
    "/../../package.json",
    "/%2e%2e/%2e%2e/package.json",
    "/..%2f..%2fpackage.json",
    "/..%5c..%5cpackage.json",
    "/%252e%252e/package.json",
    "/assets/../../electron/main.js",
    "/assets/%2e%2e/%2e%2e/electron/main.js",
    "/index.html%00.js",
    "/%c0%ae%c0%ae/package.json",
    "/%",
    "//etc/passwd",
    "/C:/Windows/win.ini",
    "/nothing.js",
  ];
  const statuses = await page.evaluate((paths) => {
    const here = new URL(".", location.href).href.slice(0, -1);
    const status = (url: string) =>
      fetch(url).then(
        (answer) => answer.status,
        () => 0,
      );
    return Promise.all(
      paths.flatMap((path) => [path, here + path]).map(async (url) => [url, await status(url)] as const),
    );
  }, outside);
  for (const [path, status] of statuses) expect([0, 400, 403, 404, 405], path).toContain(status);
  const methods = await page.evaluate(
    (names) => Promise.all(names.map(async (method) => (await fetch("index.html", { method })).status)),
    ["POST", "PUT", "DELETE", "PATCH"],
  );
  expect(methods).toEqual([405, 405, 405, 405]);
});

test("the page has nothing of Node or Electron but its one bridge", async ({ page, machine }) => {
  await machine.start(page);
  const found = await page.evaluate(() => ({
    node: ["require", "process", "module", "Buffer", "global", "ipcRenderer", "electron"].filter(
      (name) => Reflect.get(window, name) !== undefined,
    ),
    bridge: Object.keys(Reflect.get(window, "onrecord") ?? {}).sort(),
  }));
  expect(found).toEqual({ node: [], bridge: machine.shell === "web" ? [] : ["call", "onEvent"] });
});
