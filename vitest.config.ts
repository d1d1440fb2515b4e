import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    include: ["tests/unit/**/*.test.ts", "tests/property/**/*.test.ts", "tests/packaging/**/*.test.ts"],
    environment: "node",
    // A net for what hangs, not a measure: a busy machine is given the time that it needs.
    testTimeout: 120_000,
  },
});
