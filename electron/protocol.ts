import { protocol } from "electron";
import { contentSecurityPolicy } from "./content-security.ts";
import { rendererFile } from "./renderer-files.ts";

/** Makes `app:` a standard, secure scheme. Before the program is ready, or never. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: "app", privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built renderer at app://onrecord/, and nothing outside its folder. */
export function serveRenderer(folder: string): void {
  protocol.handle("app", async (request) => {
    if (request.method !== "GET") return new Response("no such request", { status: 405 });
    const file = await rendererFile(folder, request.url);
    if (file === null) return new Response("not found", { status: 404 });
    return new Response(file.content, {
      headers: {
        "content-type": file.type,
        "content-security-policy": contentSecurityPolicy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      },
    });
  });
}
