// npm run package: installers of this system, made of a fresh build. More arguments go to electron-builder.
import { runMain, runTool, setUp } from "./setup.mjs";

function main() {
  setUp();
  const { status } = runTool("electron-builder", ["--publish=never", ...process.argv.slice(2)]);
  process.exitCode = status ?? 1;
}

runMain(main);
