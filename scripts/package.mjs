// npm run package: installers of this system, made of a fresh build. More arguments go to electron-builder.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, runMain, runTool, say, setUp } from "./setup.mjs";

function main() {
  setUp();
  const { status } = runTool("electron-builder", ["--publish=never", ...home(), ...process.argv.slice(2)]);
  process.exitCode = status ?? 1;
}

/** A .deb must name the program's page on the web, which is whoever's that publishes it; the Help menu shows it too. */
function home() {
  const page = process.env.ONRECORD_HOMEPAGE ?? JSON.parse(readFileSync(join(root, "package.json"), "utf8")).homepage;
  if (page) return [`-c.extraMetadata.homepage=${page}`];
  if (process.platform !== "linux" || process.argv.includes("--linux")) return [];
  say("no .deb is made: it needs the program's web page in ONRECORD_HOMEPAGE");
  return ["--linux", "AppImage"];
}

runMain(main);
