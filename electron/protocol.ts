import { protocol } from "electron";
import { pageHeaders } from "./content-security.ts";
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
    if (request.method !== "GET") return refusal("no such request", 405);
    const file = await rendererFile(folder, request.url);
    if (file === null) return refusal("not found", 404);
    return new Response(file.content, {
      headers: { "content-type": file.type, ...pageHeaders },
    });
  });
}

const refusal = (reason: string, status: number) =>
  new Response(reason, { status, headers: { "content-type": "text/plain; charset=utf-8", ...pageHeaders } });
