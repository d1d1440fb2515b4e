import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { type Answer, head, readAll, running } from "./web-host.ts";

/** What every answer says, whatever else it says. */
function isGuarded({ headers }: Answer): void {
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  });
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["access-control-allow-origin"]).toBeUndefined();
}

describe("the web host", () => {
  it("takes its token for a cookie that no script, no other site and no other path can use", async () => {
    const { entered, cookie, port, request } = await running();
    const place = entered.headers.location ?? "";
    expect([entered.status, place]).toEqual([303, expect.stringMatching(/^\/[\w-]{40,}\/$/)]);
    expect(entered.headers["set-cookie"]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/[\w-]{40,}\/$/);
    expect(cookie.startsWith(`onrecord-${port}=`)).toBe(true);
    isGuarded(entered);
    const page = await request("GET", place);
    expect([page.status, page.text]).toEqual([200, "<title>Onrecord</title>"]);
    isGuarded(page);
    expect((await request("GET", `${place}assets/main.js`)).text).toBe("1");
  });

  it("takes its token once, and gives the next address to the one who started it", async () => {
    const { web, target, request, addresses, works } = await running();
    expect((await request("GET", target(web.url), { cookie: "" })).status).toBe(403);
    expect(addresses).toHaveLength(1);
    const next = await request("GET", target(addresses[0] ?? ""), { cookie: "" });
    expect([next.status, addresses.length]).toEqual([303, 2]);
    expect(await works()).toBe(true);
  });

  it("does not give its token to a browser that looks ahead", async () => {
    const { target, request, addresses } = await running();
    const next = target(addresses[0] ?? "");
    expect((await request("GET", next, { cookie: "", "sec-purpose": "prefetch;prerender" })).status).toBe(503);
    expect((await request("GET", next, { cookie: "" })).status).toBe(303);
  });

  it("listens on the loopback interface alone", async () => {
    const { port, origin } = await running();
    expect(origin).toBe(`http://127.0.0.1:${port}`);
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter((one) => one.address !== "127.0.0.1")
      .map((one) => (one.family === "IPv6" && one.scopeid ? `${one.address}%${one.scopeid}` : one.address));
    for (const address of ["::1", ...others]) {
      const reached = await new Promise((resolve) => {
        const socket = connect({ port, host: address, timeout: 1_000 });
        const done = (answer: boolean) => {
          socket.destroy();
          resolve(answer);
        };
        socket.once("connect", () => done(true));
        socket.once("error", () => done(false));
        socket.once("timeout", () => done(false));
      });
      expect({ address, reached }).toEqual({ address, reached: false });
    }
  });

  it("answers calls with a result or a problem", async () => {
    const { call } = await running();
    expect(JSON.parse((await call("app.info", {})).text)).toMatchObject({ ok: true, value: { runtime: "web" } });
    expect(JSON.parse((await call("project.save", {})).text)).toMatchObject({ ok: false });
  });

  it("sends events to the window as they happen", async () => {
    const { cookie, host, port, web } = await running();
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.write(head("GET", "/events", { host, cookie }));
    await expect.poll(() => text).toContain(": open");
    web.host.openPath("/somewhere");
    await expect.poll(() => text).toContain("data: ");
    expect(text).toContain("text/event-stream");
    expect(text).toMatch(/"name":"open","payload":\{"handle":"[\w-]+"\}/);
    expect(text).not.toContain("/somewhere");
    socket.destroy();
  });

  it("drops a window that does not read its events, before they fill the memory", async () => {
    const { cookie, host, port, web, works } = await running({ unreadEventBytes: 100_000 });
    const socket = connect(port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    await new Promise<void>((resolve) => {
      socket.once("data", () => resolve());
      socket.write(head("GET", "/events", { host, cookie }));
    });
    socket.pause();
    const before = process.memoryUsage().rss;
    for (let turn = 0; turn < 200_000; turn += 1) {
      web.host.openPath("/somewhere");
      if (turn % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
    socket.resume();
    await closed;
    expect(await works()).toBe(true);
  });

  it("has room for so many windows, and again when one goes", async () => {
    const { cookie, host, port, request, works } = await running({ eventStreams: 3 });
    const sockets = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(port, "127.0.0.1");
            socket.once("data", () => resolve(socket));
            socket.write(head("GET", "/events", { host, cookie }));
          }),
      ),
    );
    const refused = await request("GET", "/events");
    expect(refused.status).toBe(503);
    isGuarded(refused);
    sockets[0]?.destroy();
    let status = 503;
    await expect
      .poll(async () => {
        const socket = connect(port, "127.0.0.1");
        socket.once("data", (chunk: Buffer) => {
          status = Number(/ (\d{3}) /.exec(chunk.toString())?.[1]);
          socket.destroy();
        });
        socket.write(head("GET", "/events", { host, cookie }));
        await readAll(socket);
        return status;
      })
      .toBe(200);
    for (const socket of sockets) socket.destroy();
    expect(await works()).toBe(true);
  });
});

describe("the web host's door", () => {
  type Host = Awaited<ReturnType<typeof running>>;
  type Attempt = (host: Host) => Promise<Answer>;
  const named =
    (host: string): Attempt =>
    ({ request }) =>
      request("GET", "/", { host });
  const from =
    (more: Record<string, string>): Attempt =>
    ({ call }) =>
      call("app.info", {}, more);
  const get =
    (path: string): Attempt =>
    ({ request }) =>
      request("GET", path);
  const method =
    (verb: string, path = "/call/app.info"): Attempt =>
    ({ request, origin }) =>
      request(verb, path, { origin, "content-type": "application/json" }, "{}");
  const raw =
    (text: (host: Host) => string): Attempt =>
    (host) =>
      host.send(text(host));
  const called =
    (name: string): Attempt =>
    ({ call }) =>
      call(name, {});
  const withBody =
    (body: string): Attempt =>
    ({ request, origin }) =>
      request("POST", "/call/app.info", { origin, "content-type": "application/json" }, body);

  const attempts: Record<string, Record<string, [Attempt, ...number[]]>> = {
    "without the token": {
      "no cookie": [({ request }) => request("GET", "/", { cookie: "" }), 403],
      "no cookie, a file": [({ request }) => request("GET", "/assets/main.js", { cookie: "" }), 403],
      "no cookie, a call": [from({ cookie: "" }), 403],
      "no cookie, the events": [({ request }) => request("GET", "/events", { cookie: "" }), 403],
      "a wrong token": [({ request }) => request("GET", "/?token=wrong", { cookie: "" }), 403],
      "an empty token": [({ request }) => request("GET", "/?token=", { cookie: "" }), 403],
      "two tokens": [
        ({ request, addresses, target }) =>
          request("GET", `/?token=wrong&${target(addresses[0] ?? "").slice(2)}`, { cookie: "" }),
        403,
      ],
      "a wrong cookie": [({ request, port }) => request("GET", "/events", { cookie: `onrecord-${port}=wrong` }), 403],
      "the cookie of another port": [
        ({ request, cookie }) => request("GET", "/", { cookie: cookie.replace(/\d+=/, "1=") }),
        403,
      ],
      "the token posted": [
        ({ request, addresses, target }) => request("POST", target(addresses[0] ?? ""), { cookie: "" }),
        403,
      ],
    },
    "by another name": {
      "another host": [named("evil.example"), 421],
      "a name that points at this machine": [
        ({ request, port }) => request("GET", "/", { host: `app.evil.com:${port}` }),
        421,
      ],
      localhost: [({ request, port }) => request("GET", "/", { host: `localhost:${port}` }), 421],
      "another port": [named("127.0.0.1:1"), 421],
      "no port": [named("127.0.0.1"), 421],
      "the address as a number": [({ request, port }) => request("GET", "/", { host: `2130706433:${port}` }), 421],
      IPv6: [({ request, port }) => request("GET", "/", { host: `[::1]:${port}` }), 421],
      "with a name and password": [({ request, host }) => request("GET", "/", { host: `a:b@${host}` }), 421],
      "no host": [({ request }) => request("GET", "/", { host: "" }), 421],
      "two hosts": [
        raw(({ host, cookie }) => `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nCookie: ${cookie}\r\n\r\n`),
        400,
        421,
      ],
      "the same host twice": [
        raw(({ host, cookie }) => `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`),
        400,
        421,
      ],
      "an address in full": [({ request, origin }) => request("GET", `${origin}/`), 400],
      "an address in full elsewhere": [get("http://evil.example/"), 400],
      "a second slash": [get("//evil.example/index.html"), 400],
    },
    "from another site": {
      "a foreign origin": [from({ origin: "https://evil.example" }), 403],
      "no origin": [from({ origin: "" }), 403],
      "the origin of a file or a frame": [from({ origin: "null" }), 403],
      localhost: [({ call, port }) => call("app.info", {}, { origin: `http://localhost:${port}` }), 403],
      "another port": [from({ origin: "http://127.0.0.1:1" }), 403],
      "an origin that only begins right": [
        ({ call, origin }) => call("app.info", {}, { origin: `${origin}.evil.example` }),
        403,
      ],
      "two origins": [({ call, origin }) => call("app.info", {}, { Origin: "https://evil.example", origin }), 403],
      "a foreign origin that reads": [
        ({ request }) => request("GET", "/index.html", { origin: "https://evil.example" }),
        403,
      ],
      "a foreign origin that listens": [
        ({ request }) => request("GET", "/events", { origin: "https://evil.example" }),
        403,
      ],
      "what the browser calls cross-site": [from({ "sec-fetch-site": "cross-site" }), 403],
      "what the browser calls same-site": [
        ({ request }) => request("GET", "/index.html", { "sec-fetch-site": "same-site" }),
        403,
      ],
      "a form": [({ call }) => call("app.info", {}, { "content-type": "application/x-www-form-urlencoded" }), 415],
      "a form with JSON inside": [({ call }) => call("app.info", {}, { "content-type": "text/plain" }), 415],
      "no type": [({ call }) => call("app.info", {}, { "content-type": "" }), 415],
      "a preflight": [
        ({ request }) =>
          request("OPTIONS", "/call/app.info", {
            origin: "https://evil.example",
            "access-control-request-method": "POST",
          }),
        403,
      ],
      "a web socket": [
        ({ request }) =>
          request("GET", "/events", {
            origin: "https://evil.example",
            connection: "Upgrade",
            upgrade: "websocket",
            "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version": "13",
          }),
        400,
      ],
      "a web socket of its own": [
        ({ request, origin }) => request("GET", "/events", { origin, connection: "Upgrade", upgrade: "websocket" }),
        400,
      ],
    },
    "by another method": {
      "a call that is got": [method("GET"), 405],
      PUT: [method("PUT"), 405],
      DELETE: [method("DELETE"), 405],
      PATCH: [method("PATCH"), 405],
      TRACE: [method("TRACE"), 405],
      OPTIONS: [method("OPTIONS"), 405],
      HEAD: [method("HEAD", "/index.html"), 405],
      "a page that is posted to": [method("POST", "/index.html"), 405],
      "events that are posted to": [method("POST", "/events"), 405],
      "an override": [({ request }) => request("GET", "/call/app.info", { "x-http-method-override": "POST" }), 405],
      "a tunnel": [raw(({ host }) => `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`), 405],
      "a method that there is not": [raw(({ host }) => `STEAL / HTTP/1.1\r\nHost: ${host}\r\n\r\n`), 400],
      "an expectation": [from({ expect: "the-unexpected" }), 417],
      "a promise to wait": [from({ expect: "100-continue" }), 417],
    },
    "for what there is not": {
      ...Object.fromEntries(
        ["__proto__", "constructor", "toString", "hasOwnProperty", "app%2einfo", "app.info/", "../app.info", ""].map(
          (name): [string, [Attempt, ...number[]]] => [`the call “${name}”`, [called(name), 404, 405]],
        ),
      ),
      ...Object.fromEntries(
        [
          "/../secret.txt",
          "/%2e%2e/secret.txt",
          "/%2E%2E%2Fsecret.txt",
          "/..%2fsecret.txt",
          "/..%5csecret.txt",
          "/..\\secret.txt",
          "/%252e%252e%252fsecret.txt",
          "/....//secret.txt",
          "/assets/..%2f..%2fsecret.txt",
          "/assets/%2e%2e/%2e%2e/secret.txt",
          "/assets/..;/secret.txt",
          "/%c0%ae%c0%ae/secret.txt",
          "/%uff0e%uff0e/secret.txt",
          "/assets/%00",
          "/index.html%00.js",
          "/%2fetc%2fpasswd",
          "/C:%5cWindows%5cwin.ini",
          "/%",
          "/assets",
        ].map((path): [string, [Attempt, ...number[]]] => [path, [get(path), 400, 404]]),
      ),
    },
    "in no shape": {
      "no JSON": [withBody("{"), 400],
      "JSON and more": [withBody("{} {}"), 400],
      nothing: [withBody(""), 400],
      bytes: [withBody("\u0000\u0001"), 400],
      "a chunk that is none": [
        raw(
          ({ host, cookie, origin }) =>
            `${head("POST", "/call/app.info", { host, cookie, origin, "content-type": "application/json", "transfer-encoding": "chunked" })}zz\r\n{}\r\n0\r\n\r\n`,
        ),
        400,
      ],
      "two lengths": [
        raw(
          ({ host, cookie, origin }) =>
            `${head("POST", "/call/app.info", { host, cookie, origin, "content-length": "2", "transfer-encoding": "chunked" })}2\r\n{}\r\n0\r\n\r\n`,
        ),
        400,
      ],
      "no HTTP": [raw(() => "hello\r\n\r\n"), 400],
      "a TLS handshake": [({ send }) => send(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00])), 400],
      "HTTP of the next version": [raw(() => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400],
      "a header that breaks the line": [raw(({ host }) => `GET / HTTP/1.1\r\nHost: ${host}\r\nX: a\r b\r\n\r\n`), 400],
      "a long address": [get(`/${"a".repeat(100_000)}`), 431],
      "many headers": [({ request }) => request("GET", "/", { x: "a".repeat(100_000) }), 431],
    },
  };

  for (const [kind, group] of Object.entries(attempts)) {
    it(`is closed ${kind}: ${Object.keys(group).length} ways`, { timeout: 30_000 }, async () => {
      const host = await running();
      for (const [name, [attempt, ...statuses]] of Object.entries(group)) {
        const answer = await attempt(host);
        expect(statuses, `${name}: ${answer.status}`).toContain(answer.status);
        isGuarded(answer);
        expect(answer.text, name).not.toMatch(/secret|\bat .*:\d+:\d+|node:|\/[\w.-]+\/[\w.-]+\//);
        expect(await host.works(), name).toBe(true);
      }
    });
  }

  it("reads deep and crooked JSON without harm", async () => {
    const { request, origin, works } = await running();
    const bodies = [
      "[".repeat(500_000) + "]".repeat(500_000),
      '{"__proto__":{"ok":true}}',
      "null",
      "1e999",
      '"\\ud800"',
    ];
    for (const body of bodies) {
      const answer = await request("POST", "/call/app.info", { origin, "content-type": "application/json" }, body);
      expect(JSON.parse(answer.text)).toMatchObject({ ok: false });
      expect(await works()).toBe(true);
    }
  });
});

describe("the web host under load", () => {
  const typed = (host: string, cookie: string, origin: string, more: Record<string, string>) =>
    head("POST", "/call/app.info", { host, cookie, origin, "content-type": "application/json", ...more });

  it("refuses a body that says it is too long, before any of it", async () => {
    const { send, host, cookie, origin, works } = await running();
    const answer = await send(typed(host, cookie, origin, { "content-length": String(2 ** 40) }));
    expect(answer.status).toBe(413);
    isGuarded(answer);
    expect(await works()).toBe(true);
  });

  it("stops reading a body that never ends", async () => {
    const { host, cookie, origin, port, works } = await running({ bodyBytes: 1_000_000 });
    const socket = connect(port, "127.0.0.1");
    const text = readAll(socket);
    socket.write(typed(host, cookie, origin, { "transfer-encoding": "chunked" }));
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    let taken = 0;
    while (taken < 4_000) {
      taken += 1;
      const failed = await new Promise((resolve) => socket.write(chunk, resolve));
      if (failed) break;
    }
    await text;
    // What the system keeps on its way between two programs, and nothing like the 260 MB that were there to be had.
    expect(taken).toBeLessThan(1_000);
    expect(await works()).toBe(true);
  });

  it("reads nothing of what a stranger sends along", async () => {
    const { host, port, works } = await running();
    const socket = connect(port, "127.0.0.1");
    const text = readAll(socket);
    socket.write(head("POST", "/call/app.info", { host, "content-length": "100000000" }));
    expect((await text).startsWith("HTTP/1.1 403")).toBe(true);
    expect(await works()).toBe(true);
  });

  it("gives up on slow headers, slow bodies and silence, and serves others meanwhile", {
    timeout: 30_000,
  }, async () => {
    const { host, cookie, origin, port, works } = await running({ headersMs: 1_000, requestMs: 2_000 });
    const slow: [beginning: string, drip: string][] = [
      ["", ""],
      ["GET / HT", ""],
      [`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `, "a"],
      [`${typed(host, cookie, origin, { "content-length": "100" })}{`, " "],
    ];
    const answers = slow.map(([beginning, drop]) => {
      const socket = connect(port, "127.0.0.1");
      const text = readAll(socket);
      if (beginning !== "") socket.write(beginning);
      const drip = setInterval(() => {
        if (drop !== "" && socket.writable) socket.write(drop);
      }, 200);
      socket.once("close", () => clearInterval(drip));
      return text;
    });
    expect(await works()).toBe(true);
    for (const text of await Promise.all(answers)) expect(text).toMatch(/^(?:$|HTTP\/1\.1 408 )/);
    expect(await works()).toBe(true);
  });

  it("is there again after more connections than it takes were left open", { timeout: 30_000 }, async () => {
    const { port, works } = await running({ headersMs: 1_000, connections: 20 });
    const sockets = Array.from({ length: 100 }, () => connect(port, "127.0.0.1"));
    await Promise.all(sockets.map(readAll));
    expect(await works()).toBe(true);
  });
});
