import { defineConfig } from "playwright/test";

/** No traffic of the browser's own, no first-run pages: a test sees the program and nothing else. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "dist/test-results",
  workers: 2,
  timeout: 120_000,
  retries: 0,
  use: {
    headless: true,
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env.ONRECORD_CHROMIUM ?? "/usr/bin/chromium", args: QUIET },
  },
});
