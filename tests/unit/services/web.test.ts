import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startWebHost } from "../../../electron/web.ts";
import { temporaryFolder } from "../../builders.ts";
import { newProfile } from "./support.ts";

/** A running web host with a window in it that serves one page. */
async function running() {
  const folder = temporaryFolder();
  const renderer = join(folder, "renderer");
  mkdirSync(join(renderer, "assets"), { recursive: true });
  writeFileSync(join(renderer, "index.html"), "<title>Onrecord</title>");
  writeFileSync(join(renderer, "assets", "main.js"), "1");
  writeFileSync(join(folder, "secret.txt"), "secret");
  const web = await startWebHost({
    profile: await newProfile(),
    renderer,
    assets: folder,
    version: "1",
    port: 0,
    openAtStart: null,
    openExternal: async () => undefined,
  });
  onTestFinished(() => web.close());
  const { origin, port } = new URL(web.url);
  const entered = await fetch(web.url, { redirect: "manual" });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const call = (method: string, params: unknown, headers: Record<string, string> = {}) =>
    raw(Number(port), "POST", `/call/${method}`, JSON.stringify(params), {
      cookie,
      origin,
      "content-type": "application/json",
      ...headers,
    });
  const get = (path: string, headers: Record<string, string> = {}) =>
    raw(Number(port), "GET", path, "", { cookie, ...headers });
  return { web, origin, port: Number(port), entered, cookie, call, get };
}

/** A request as it stands, with no browser in between to put its path in order. */
function raw(port: number, method: string, path: string, body: string, headers: Record<string, string>) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("the web host", () => {
  it("takes the token once, for a cookie that no script and no other site can use", async () => {
    const { entered, cookie, port, get } = await running();
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/"]);
    expect(entered.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie.startsWith(`onrecord-${port}=`)).toBe(true);
    const page = await get("/");
    expect([page.status, page.text]).toEqual([200, "<title>Onrecord</title>"]);
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("listens on this machine alone", async () => {
    expect((await running()).origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("lets nobody in without the token", async () => {
    const { port, origin, get, call } = await running();
    expect((await get("/", { cookie: "" })).status).toBe(403);
    expect((await get("/?token=wrong", { cookie: "" })).status).toBe(403);
    expect((await get("/events", { cookie: `onrecord-${port}=wrong` })).status).toBe(403);
    expect((await call("app.info", {}, { cookie: "" })).status).toBe(403);
    expect((await raw(port, "OPTIONS", "/call/app.info", "", { origin })).status).toBe(403);
  });

  it("refuses another host's name, whatever the cookie", async () => {
    const { get } = await running();
    expect((await get("/", { host: "evil.example" })).status).toBe(421);
    expect((await get("/", { host: "localhost" })).status).toBe(421);
  });

  it("refuses calls from another origin, without one, or not in JSON", async () => {
    const { call, port } = await running();
    expect((await call("app.info", {}, { origin: "https://evil.example" })).status).toBe(403);
    expect((await call("app.info", {}, { origin: "null" })).status).toBe(403);
    expect((await call("app.info", {}, { origin: `http://localhost:${port}` })).status).toBe(403);
    expect((await call("app.info", {}, { "content-type": "text/plain" })).status).toBe(415);
  });

  it("answers calls with a result or a problem", async () => {
    const { call } = await running();
    expect(JSON.parse((await call("app.info", {})).text)).toMatchObject({ ok: true, value: { runtime: "web" } });
    expect(JSON.parse((await call("project.save", {})).text)).toMatchObject({ ok: false });
  });

  it("serves nothing outside of its folder", async () => {
    const { get } = await running();
    expect((await get("/assets/main.js")).status).toBe(200);
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/assets/%00",
      "//etc/passwd",
      "/%2fetc%2fpasswd",
      "/%",
      "/assets",
    ]) {
      const answer = await get(path);
      expect({ path, refused: answer.status >= 400, text: answer.text.includes("secret") }).toEqual({
        path,
        refused: true,
        text: false,
      });
    }
  });

  it("sends events to the window as they happen", async () => {
    const { cookie, origin, web } = await running();
    const stream = await fetch(`${origin}/events`, { headers: { cookie } });
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    web.host.openPath("/somewhere");
    let text = "";
    while (!text.includes("data: ")) text += (await reader?.read())?.value ?? "";
    const { name, payload } = JSON.parse(text.slice(text.indexOf("data: ") + 6));
    expect([name, typeof payload.handle]).toEqual(["open", "string"]);
    expect(text).not.toContain("/somewhere");
    await reader?.cancel();
  });
});
