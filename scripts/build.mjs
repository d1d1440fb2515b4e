// Builds dist/: the renderer, and Electron's main process and preload script. Runs under Node 24.
import { copyFileSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { bundledPackages, noticesOf } from "./notices.mjs";
import { root, say } from "./setup.mjs";

const dist = join(root, "dist");
// Built beside the old one and moved into place whole: a failed build leaves what was there.
const next = join(dist, `.next-${process.pid}`);

const noticesFile = "third-party-notices.txt";
const bundled = bundledPackages();
const characterMaps = join(root, "node_modules", "pdfjs-dist", "cmaps");

const quiet = { logLevel: "warn", configFile: join(root, "vite.config.ts") };

async function buildRenderer() {
  if (!existsSync(join(root, "renderer", "index.html"))) return skip("renderer/index.html");
  await build({ ...quiet, plugins: [bundled.plugin], build: { outDir: join(next, "renderer"), emptyOutDir: true } });
  copyFileSync(join(root, "assets", "icons", "icon.svg"), join(next, "renderer", "icon.svg"));
}

async function buildMain() {
  await buildForNode("electron/main.ts", "main.js", "es");
}

/** Beside the main process, which starts threads with them. */
async function buildThreads() {
  await buildForNode("electron/services/index/worker.ts", "index-worker.js", "es");
  await buildForNode("electron/services/exchange/workbook-thread.ts", "workbook-thread.js", "es");
}

/** Beside it too: loaded when the first PDF file is read, with the tables that East Asian fonts need. */
async function buildPdfThread() {
  await buildForNode("electron/services/import/pdf/thread.ts", "pdf.js", "es", {
    plugins: [withoutCanvas],
    minify: true,
  });
  cpSync(characterMaps, join(next, "electron", "cmaps"), { recursive: true });
}

/** The parser asks for a native package that draws. Text is read without, and must not depend on what lies on a machine. */
const withoutCanvas = {
  name: "without-canvas",
  transform: (code, id) =>
    id.includes("pdfjs-dist") ? code.replaceAll('require("@napi-rs/canvas")', "null") : undefined,
};

async function buildPreload() {
  await buildForNode("electron/preload.ts", "preload.cjs", "cjs");
}

/** One self-contained file: only Electron and Node's own modules stay imports. */
async function buildForNode(source, name, format, { plugins = [], minify = false } = {}) {
  if (!existsSync(join(root, source))) return skip(source);
  await build({
    configFile: false,
    logLevel: "warn",
    root,
    publicDir: false,
    plugins: [...plugins, bundled.plugin],
    ssr: { noExternal: true, external: ["electron"], target: "node" },
    build: {
      ssr: join(root, source),
      target: "node24",
      outDir: join(next, "electron"),
      emptyOutDir: false,
      minify,
      rolldownOptions: { output: { format, entryFileNames: name, codeSplitting: false } },
    },
  });
}

function skip(source) {
  say(`${source} is not there: nothing to build from it`);
}

function moveIntoPlace(part) {
  rmSync(join(dist, part), { recursive: true, force: true });
  if (existsSync(join(next, part))) renameSync(join(next, part), join(dist, part));
}

mkdirSync(next, { recursive: true });
try {
  await buildRenderer();
  await buildMain();
  await buildThreads();
  await buildPdfThread();
  await buildPreload();
  const notices = noticesOf(bundled.folders(), [characterMaps]);
  // Once for the window, once to lie beside the program: the builder takes a file to one place only.
  for (const path of [join("renderer", noticesFile), noticesFile]) writeFileSync(join(next, path), notices);
  for (const part of ["renderer", "electron", noticesFile]) moveIntoPlace(part);
} finally {
  rmSync(next, { recursive: true, force: true });
}
