import { readFileSync } from "node:fs";
import { open as openInspector } from "node:inspector";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// What Electron's executable does before the application's own code: sorts its switches out, finds the application,
// and runs what its package.json names as main.
const given = process.argv.slice(2);
const required = given[0] === "-r" ? given.splice(0, 2)[1] : undefined;
const application = given.find((arg) => !arg.startsWith("-"));
if (application === undefined) throw new Error("name the application's folder");
const root = resolve(application);

if (given.includes("--inspect=0")) openInspector(0);
if (given.includes("--remote-debugging-port=0")) process.env.STAND_IN_DEVTOOLS = "yes";
process.env.STAND_IN_APP = root;
process.argv = [process.execPath, ...given];
if (required !== undefined) createRequire(import.meta.url)(required);

const { main } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
await import(pathToFileURL(join(root, String(main))).href);
