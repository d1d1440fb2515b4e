// npm run test:crash: the long runs of the tests that kill the program and let two of them write at once.
// ONRECORD_KILLS, ONRECORD_MINUTES and ONRECORD_SEED set how long, and from which chance.
import { findChromium } from "./chromium.mjs";
import { runMain, runTool, Stop, say, setUp } from "./setup.mjs";

function main() {
  setUp();
  const chromium = findChromium();
  if (!chromium) throw new Stop("these tests need Chromium: install it, or name it in ONRECORD_CHROMIUM.");
  const lengths = {
    ONRECORD_KILLS: process.env.ONRECORD_KILLS ?? "200",
    ONRECORD_MINUTES: process.env.ONRECORD_MINUTES ?? "1",
  };
  say(`killing the program ${lengths.ONRECORD_KILLS} times while somebody types`);
  const kills = runTool("playwright", ["test", "tests/e2e/kill.spec.ts"], { ...lengths, ONRECORD_CHROMIUM: chromium });
  say(`letting two programs write into one project for ${lengths.ONRECORD_MINUTES} min`);
  const two = runTool("vitest", ["run", "tests/unit/services/two-hosts.test.ts"], lengths);
  if (kills.status !== 0 || two.status !== 0) process.exitCode = 1;
}

await runMain(main);
