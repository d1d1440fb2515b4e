import { registerHooks } from "node:module";

/** Gives every `import` and `require` of electron the stand-in, wherever the application's files lie. */
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "electron") return next(specifier, context);
    return { url: new URL("electron.ts", import.meta.url).href, shortCircuit: true };
  },
});
