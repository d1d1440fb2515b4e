// npm run bench: Onrecord beside its peers, at four sizes, interleaved in one run. Options: --sizes=S,M --times=20 --out=folder
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright";
import { build, preview } from "vite";
import { measureApp } from "./editor/app.ts";
import { type Size, sizeNames } from "./editor/document.ts";
import type { Figures } from "./editor/figures.ts";
import { measurePeer, type PeerName, peers } from "./editor/peers.ts";
import { makeBenchProject } from "./editor/project.ts";
import { chartOf, type Run, reportOf } from "./editor/report.ts";
import { measureBoot } from "./start/boot.ts";
import { startReport } from "./start/report.ts";
import { weigh } from "./start/weights.ts";

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: sizeNames.join(",") },
    times: { type: "string", default: "20" },
    only: { type: "string" },
    out: { type: "string", default: join(import.meta.dirname, "results") },
  },
});
const wanted = sizeNames.filter((size) => options.sizes.split(",").includes(size));
const times = Number(options.times);
const isWanted = (name: string) => options.only === undefined || options.only.split(",").includes(name);

const work = mkdtempSync(join(tmpdir(), "onrecord-bench-"));
const pages = join(work, "pages");
const root = join(import.meta.dirname, "editor", "pages");
await build({ root, logLevel: "warn", build: { outDir: pages, emptyOutDir: true, cssMinify: false } });
const server = await preview({
  root,
  logLevel: "warn",
  build: { outDir: pages },
  preview: { port: 0, host: "127.0.0.1" },
});
const origin = server.resolvedUrls?.local[0] ?? "";
const project = join(work, "project");
await makeBenchProject(project, wanted);

/** Each is measured in a browser of its own: the page of one that was given up would still be at work. */
async function inBrowser<T>(measure: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await chromium.launch({
    executablePath: process.env.ONRECORD_CHROMIUM,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    return await measure(browser);
  } finally {
    await browser.close();
  }
}

const figures: Figures[] = [];
const note = (one: Figures) => {
  figures.push(one);
  process.stderr.write(`${one.size} ${one.program}: ${JSON.stringify(one.values, short)}\n`);
};
const short = (_key: string, value: unknown) => (typeof value === "number" ? Math.round(value * 10) / 10 : value);
try {
  for (const size of wanted) {
    for (const peer of Object.keys(peers) as PeerName[]) {
      if (isWanted(peer)) note(await inBrowser((browser) => measurePeer(browser, origin, peer, size as Size, times)));
    }
    if (isWanted("app")) note(await inBrowser((browser) => measureApp(browser, project, size as Size, times)));
  }
  mkdirSync(options.out, { recursive: true });
  if (isWanted("start")) {
    const started = { boot: await inBrowser((browser) => measureBoot(browser, project, 5)), weights: await weigh() };
    writeFileSync(join(options.out, "start.json"), `${JSON.stringify(started, short, 2)}\n`);
    writeFileSync(join(options.out, "start.md"), startReport(started.boot, started.weights));
    process.stdout.write(startReport(started.boot, started.weights));
  }
  const run: Run = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores, ${Math.round(totalmem() / 1_073_741_824)} GiB, ${process.platform} ${process.arch}`,
    browser: `Chromium ${await inBrowser(async (browser) => browser.version())}, headless, software raster`,
    figures,
  };
  writeFileSync(join(options.out, "editor.json"), `${JSON.stringify(run, short, 2)}\n`);
  writeFileSync(join(options.out, "editor.md"), reportOf(run));
  for (const measure of ["add p95", "open to readable", "scroll p95"] as const) {
    writeFileSync(join(options.out, `${measure.replaceAll(" ", "-")}.svg`), chartOf(run, measure));
  }
  process.stdout.write(`${reportOf(run)}\nwritten to ${options.out}\n`);
} finally {
  await server.close();
  rmSync(work, { recursive: true, force: true });
}
