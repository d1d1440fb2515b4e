import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";

/** What one package brings into the window's bundle. */
export interface Weight {
  package: string;
  /** Kilobytes of minified code, as far as code can be told apart by its module. */
  kilobytes: number;
  /** Whether it is loaded before the first paint. */
  atStart: boolean;
}

export interface Weights {
  packages: Weight[];
  /** Kilobytes of all that is loaded at the start, and of all there is; each also compressed. */
  start: number;
  startCompressed: number;
  all: number;
}

const root = join(import.meta.dirname, "..", "..");
const kilobytes = (bytes: number) => bytes / 1024;

/** Builds the renderer as it is shipped, in memory, and weighs what came from where. */
export async function weigh(): Promise<Weights> {
  const built = await build({ configFile: join(root, "vite.config.ts"), logLevel: "warn", build: { write: false } });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ("output" in one ? one.output : []));
  const chunks = outputs.filter((one) => one.type === "chunk");
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const early = new Set<string>();
  const take = (name: string) => {
    if (early.has(name)) return;
    early.add(name);
    for (const next of byName.get(name)?.imports ?? []) take(next);
  };
  for (const chunk of chunks) if (chunk.isEntry) take(chunk.fileName);
  const sums = new Map<string, Weight>();
  for (const chunk of chunks) {
    const modules = Object.entries(chunk.modules);
    const rendered = modules.reduce((sum, [, module]) => sum + (module.code?.length ?? 0), 0);
    // Modules are known before they are made small: each gets its share of the chunk.
    const share = rendered === 0 ? 0 : chunk.code.length / rendered;
    for (const [id, module] of modules) {
      const name = packageOf(id);
      const atStart = early.has(chunk.fileName);
      const key = `${name} ${atStart}`;
      const sum = sums.get(key) ?? { package: name, kilobytes: 0, atStart };
      sums.set(key, { ...sum, kilobytes: sum.kilobytes + kilobytes((module.code?.length ?? 0) * share) });
    }
  }
  const size = (of: typeof chunks) => kilobytes(of.reduce((sum, chunk) => sum + chunk.code.length, 0));
  const first = chunks.filter((chunk) => early.has(chunk.fileName));
  return {
    packages: [...sums.values()].sort((a, b) => b.kilobytes - a.kilobytes),
    start: size(first),
    startCompressed: kilobytes(first.reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0)),
    all: size(chunks),
  };
}

function packageOf(id: string): string {
  const inside = id.split("node_modules/").at(-1) ?? "";
  if (!id.includes("node_modules/")) return id.includes("/shared/") ? "Onrecord, shared" : "Onrecord, renderer";
  const [scope = "", name = ""] = inside.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}
