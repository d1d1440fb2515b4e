// npm run bench: sets up what the bench needs besides the program, and runs it. Options are passed on to bench/run.ts.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { nodePath, root, runMain, say, setUp } from "./setup.mjs";

const bench = join(root, "bench");

function main() {
  setUp();
  if (!existsSync(join(bench, "node_modules"))) {
    say("installing what the program is measured beside");
    run("npm", ["ci", "--no-audit", "--no-fund"], bench);
  }
  const chromium = findChromium();
  run(
    nodePath(),
    [join(bench, "run.ts"), ...process.argv.slice(2)],
    root,
    chromium ? { ONRECORD_CHROMIUM: chromium } : {},
  );
}

function run(command, args, cwd, environment = {}) {
  const done = spawnSync(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...environment } });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

runMain(main);
