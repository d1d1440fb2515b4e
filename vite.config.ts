import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL("renderer", import.meta.url));

/** Scripts with nothing but ASCII in them: of one with a single other character the engine keeps two bytes for each. */
const inAscii = (): Plugin => ({
  name: "in-ascii",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) if (file.type === "chunk") file.code = escaped(file.code);
  },
});

/** The same script with an escape for each UTF-16 unit beyond ASCII: in strings, patterns and names alike it says the same. */
const escaped = (code: string): string =>
  code.replace(/[^\p{ASCII}]/gv, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      const unit = character.charCodeAt(at).toString(16).padStart(4, "0");
      return `\\u${unit}`;
    }).join(""),
  );

export default defineConfig({
  root,
  base: "./",
  plugins: [inAscii()],
  worker: { plugins: () => [inAscii()] },
  oxc: { jsx: { runtime: "automatic" } },
  build: {
    target: "chrome130",
    sourcemap: false,
    // The content security policy allows neither inline scripts nor data: addresses for them.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One style sheet: one of a dialog's own that failed would not be fetched again when the dialog is.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      // Widgets say "use client" for servers that draw React; there is none here.
      onwarn: (warning, show) => (warning.code === "MODULE_LEVEL_DIRECTIVE" ? undefined : show(warning)),
    },
  },
});
