import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Why a request is turned away: a status of HTTP and a word for whoever reads it. */
export interface Refusal {
  status: number;
  reason: string;
}

const refusal = (status: number, reason: string): Refusal => ({ status, reason });

/** What no request may be, whoever it comes from: addressed to another host (a name that was pointed at this machine),
 *  sent by another site's page, or of a form that servers and proxies have been known to read differently. */
export function refuseByForm(request: IncomingMessage, origin: string): Refusal | null {
  const target = request.url ?? "";
  const hosts = valuesOf(request, "host");
  if (hosts.length !== 1 || hosts[0] !== new URL(origin).host) return refusal(421, "wrong host");
  if (!target.startsWith("/") || target.startsWith("//")) return refusal(400, "wrong address");
  if (request.headers.upgrade !== undefined) return refusal(400, "no upgrades");
  if (request.headers["transfer-encoding"] !== undefined && request.headers["content-length"] !== undefined)
    return refusal(400, "two lengths");
  const from = valuesOf(request, "origin");
  if (from.some((one) => one !== origin)) return refusal(403, "wrong origin");
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return refusal(403, "wrong site");
  return null;
}

function valuesOf(request: IncomingMessage, wanted: string): string[] {
  const { rawHeaders } = request;
  return rawHeaders.filter((_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === wanted);
}

/** Compares secrets in a time that tells nothing of them. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

export function cookieOf(request: IncomingMessage, wanted: string): string {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === wanted)?.[1] ?? "";
}

/** The whole body as text, or null as soon as it is longer than `limit` bytes, whatever length it claimed. */
export async function bodyOf(request: IncomingMessage, limit: number): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return null;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        request.pause();
        resolve(null);
      }
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", reject);
    request.on("aborted", () => reject(new Error("the request was broken off")));
  });
}
