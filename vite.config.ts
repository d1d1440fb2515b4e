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
    rolldownOptions: {
      // Widgets say "use client" for servers that draw React; there is none here.
      onwarn: (warning, show) => (warning.code === "MODULE_LEVEL_DIRECTIVE" ? undefined : show(warning)),
    },
  },
});
