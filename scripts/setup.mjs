// Makes a fresh clone runnable. Runs on the system's own Node before anything is installed:
// plain JavaScript, Node's own modules only.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const OWN_NODE = 24;
const SOURCES = [
  "renderer",
  "shared",
  "electron",
  "assets",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
  "scripts/build.mjs",
  "scripts/notices.mjs",
];

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockStamp = join(root, "node_modules", ".onrecord-lock");
const buildStamp = join(root, "dist", ".stamp");

/** An end with a sentence for the person at the terminal instead of a stack. */
export class Stop extends Error {}

/** One line to the person at the terminal. */
export function say(line) {
  process.stdout.write(`onrecord: ${line}\n`);
}

/** Runs a script's main function; a Stop becomes one sentence and exit code 1. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    process.stderr.write(`onrecord: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Whether this file is what Node was asked to run, not an import of it. */
export function isMain(meta) {
  return process.argv[1] !== undefined && fileURLToPath(meta.url) === process.argv[1];
}

/** Dependencies and build, each only when it is missing or out of date. */
export function setUp() {
  requireNode();
  ensureDependencies();
  ensureBuild();
}

export function requireNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= OLDEST_NODE) return;
  throw new Stop(
    `Node ${OLDEST_NODE} or newer is needed, and this is ${process.version}. Install it from https://nodejs.org.`,
  );
}

export function ensureDependencies() {
  const lock = hashOf(readFileSync(join(root, "package-lock.json")));
  if (readText(lockStamp) === lock && existsSync(ownNodePath())) return;
  if (!installedMatchesLock()) install();
  writeFileSync(lockStamp, lock);
}

export function ensureBuild() {
  const stamp = sourcesHash();
  if (readText(buildStamp) === stamp) return;
  say("building");
  const { status } = spawnSync(nodePath(), [join(root, "scripts", "build.mjs")], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Stop("the build failed: see the lines above.");
  mkdirSync(dirname(buildStamp), { recursive: true });
  writeFileSync(buildStamp, stamp);
}

/** The Node that runs the program: the one among the dependencies, else this one if it is new enough. */
export function nodePath() {
  if (existsSync(ownNodePath())) return ownNodePath();
  if (Number(process.versions.node.split(".")[0]) >= OWN_NODE) return process.execPath;
  throw new Stop(`Node ${OWN_NODE} is not among the installed dependencies. Delete node_modules and start again.`);
}

/** The environment in which Node keeps what it made of the sources: a program that starts often starts twice as fast. */
export function withCompileCache(environment = process.env) {
  return { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node-compile"), ...environment };
}

/** Runs a tool of node_modules/.bin with Node 24 first in its PATH, its output shown; `under` is a command to run it by. */
export function runTool(name, args, env = {}, under = []) {
  const bin = join(root, "node_modules", ".bin");
  const windows = process.platform === "win32";
  const [command, ...all] = [...under, windows ? `"${join(bin, `${name}.cmd`)}"` : join(bin, name), ...args];
  return spawnSync(command, all, {
    cwd: root,
    stdio: "inherit",
    shell: windows,
    env: { ...withCompileCache(), PATH: [bin, process.env.PATH].join(delimiter), ...env },
  });
}

function install() {
  say("installing the dependencies (npm ci)");
  if (npm("ci")) return;
  // A lock file written where a registry lacks another platform's optional packages: `ci` refuses it everywhere.
  say("npm ci refused: trying npm install, with the lock file's versions");
  if (npm("install", "--no-save")) return;
  throw new Stop(
    "the dependencies could not be installed: npm's reason is above. They come from the npm registry: connect to " +
      "the network once (or point npm at a mirror of yours) and start again. Once installed, no network is needed.",
  );
}

function npm(...args) {
  const { status } = spawnSync("npm", [...args, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, PATH: systemPath() },
  });
  return status === 0;
}

/** PATH without the node_modules/.bin folders npm adds: what they hold is about to be replaced. */
function systemPath() {
  const added = join("node_modules", ".bin");
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.endsWith(added))
    .join(delimiter);
}

/** Whether npm's own record of what it installed has every package that the lock file asks for. */
function installedMatchesLock() {
  const wanted = readLock(join(root, "package-lock.json"));
  const found = readLock(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !found || !existsSync(ownNodePath())) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const installed = found[path];
    return installed ? installed.version === entry.version : entry.optional === true || entry.devOptional === true;
  });
}

function readLock(path) {
  const text = readText(path);
  return text === null ? null : JSON.parse(text).packages;
}

function ownNodePath() {
  return join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}

function sourcesHash() {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => filesIn(join(root, source)))) {
    hash.update(`${relative(root, path).split(sep).join("/")}\0${hashOf(readFileSync(path))}\n`);
  }
  return hash.digest("hex");
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  return entriesIn(path).sort();
}

function entriesIn(path) {
  try {
    return readdirSync(path).flatMap((name) => entriesIn(join(path, name)));
  } catch (error) {
    if (error.code === "ENOTDIR") return [path];
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

function hashOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

if (isMain(import.meta)) runMain(setUp);
