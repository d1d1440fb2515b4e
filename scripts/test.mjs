// npm test: set-up, then type check, lint, unit and property tests, end-to-end tests.
// The last line is always `N passed, N failed, N skipped`, counted from the runners' own reports.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { root, runTool, Stop, say, setUp } from "./setup.mjs";

const APT_COMMAND = "apt-get update && apt-get install -y chromium";

const counts = { passed: 0, failed: 0, skipped: [] };
const isTerminal = process.stdout.isTTY === true;
const reports = mkdtempSync(join(tmpdir(), "onrecord-test-"));

function main() {
  try {
    setUp();
    const chromium = ensureChromium();
    checkSources();
    runUnitTests();
    runEndToEndTests(chromium);
  } catch (error) {
    counts.failed++;
    say(error instanceof Stop ? error.message : (error?.stack ?? String(error)));
  } finally {
    rmSync(reports, { recursive: true, force: true });
    summarize();
  }
}

function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const hasApt = existsSync("/usr/bin/apt-get");
  if (hasApt && process.getuid?.() === 0) {
    say("installing Chromium for the end-to-end tests");
    spawnSync("sh", ["-c", `${APT_COMMAND} >&2`], { stdio: "inherit" });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Stop(
    hasApt
      ? "the end-to-end tests need Chromium: sudo apt-get update && sudo apt-get install -y chromium"
      : "the end-to-end tests need Chromium or Chrome: install it, or name it in ONRECORD_CHROMIUM.",
  );
}

function checkSources() {
  step("type check", "tsc", ["-p", "tsconfig.json"]);
  step("type check of shared/ without Node and DOM", "tsc", ["-p", join("shared", "tsconfig.json")]);
  step("lint", "biome", ["ci", "--diagnostic-level=warn", `--colors=${isTerminal ? "force" : "off"}`, "."]);
}

function step(name, tool, args) {
  say(name);
  if (runTool(tool, args).status !== 0) throw new Stop(`${name}: failed. The tests were not run.`);
}

function runUnitTests() {
  say("unit and property tests");
  const report = join(reports, "unit.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { status } = runTool("vitest", ["run", "--passWithNoTests", ...reporters], isTerminal ? {} : { NO_COLOR: "1" });
  count("unit and property tests", status, report, unitOutcomes);
}

function runEndToEndTests(chromium) {
  if (!hasSpecs(join(root, "tests", "e2e"))) return say("no end-to-end tests yet");
  say("end-to-end tests");
  const report = join(reports, "e2e.json");
  const { status } = runTool("playwright", ["test", "--reporter=list,json"], {
    ONRECORD_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    ...(isTerminal ? {} : { FORCE_COLOR: "0" }),
  });
  count("end-to-end tests", status, report, endToEndOutcomes);
}

function hasSpecs(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => /\.(spec|test)\.ts$/u.test(name));
}

/** Adds a runner's outcomes; a runner that failed without any failing test counts as one failure. */
function count(name, status, report, outcomesOf) {
  const outcomes = existsSync(report) ? outcomesOf(JSON.parse(readFileSync(report, "utf8"))) : [];
  const failed = outcomes.filter((outcome) => outcome.result === "failed").length;
  counts.passed += outcomes.filter((outcome) => outcome.result === "passed").length;
  counts.failed += failed;
  counts.skipped.push(...outcomes.filter((outcome) => outcome.result === "skipped").map((outcome) => outcome.name));
  if (status === 0 || failed > 0) return;
  counts.failed++;
  say(`${name}: the runner failed outside any test: see above`);
}

function unitOutcomes(report) {
  return report.testResults.flatMap((file) => {
    const tests = file.assertionResults.map((test) => ({ name: test.fullName, result: unitResult(test.status) }));
    const failsOutsideTests = file.status === "failed" && !tests.some((test) => test.result === "failed");
    return failsOutsideTests ? [...tests, { name: file.name, result: "failed" }] : tests;
  });
}

function unitResult(status) {
  return status === "passed" || status === "failed" ? status : "skipped";
}

const E2E_RESULTS = { expected: "passed", flaky: "passed", unexpected: "failed", skipped: "skipped" };

function endToEndOutcomes(report) {
  return report.suites.flatMap((suite) => specsIn(suite, []));
}

function specsIn(suite, parents) {
  const path = [...parents, suite.title];
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [...path, spec.title].join(" › "),
      result: E2E_RESULTS[test.status] ?? "failed",
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => specsIn(inner, path))];
}

function summarize() {
  for (const name of counts.skipped) say(`skipped: ${name}`);
  if (counts.passed + counts.failed === 0) say("no test was run");
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped\n`);
}

main();
