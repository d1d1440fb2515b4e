import { readFile } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";

/** The window's own address: no other page can have it. */
export const rendererOrigin = "app://onrecord";
export const startPage = `${rendererOrigin}/index.html`;

const contentTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json; charset=utf-8",
};

/** Whether an address is one of the window's own pages. */
export function isOwnPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === "app:" && url.host === "onrecord";
}

/** Whether an address may be handed to the system's browser. */
export function isWebAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:");
}

/** The path of a file that an own address names, or null where it names anything outside `folder`. */
export function rendererPath(folder: string, address: string): string | null {
  if (!isOwnPage(address)) return null;
  const wanted = decoded(new URL(address).pathname);
  if (wanted === null || /[\\\0]/.test(wanted)) return null;
  const path = resolve(folder, `.${wanted === "/" ? "/index.html" : wanted}`);
  return path.startsWith(`${resolve(folder)}${sep}`) ? path : null;
}

/** A file of the built renderer with its content type, or null where there is none. */
export async function rendererFile(
  folder: string,
  address: string,
): Promise<{ content: Uint8Array<ArrayBuffer>; type: string } | null> {
  const path = rendererPath(folder, address);
  const content = path === null ? null : await readFile(path).catch(() => null);
  if (path === null || content === null) return null;
  return { content: new Uint8Array(content), type: contentTypes[extname(path)] ?? "application/octet-stream" };
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
