import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL("renderer", import.meta.url));

export default defineConfig({
  root,
  base: "./",
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    target: "chrome130",
    sourcemap: false,
    // The content security policy allows neither inline scripts nor data: addresses for them.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
  },
});
