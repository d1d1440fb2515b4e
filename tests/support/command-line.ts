import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../builders.ts";

/** The program's command line, to be run by Node. */
export const cli = join(fileURLToPath(new URL("../..", import.meta.url)), "electron", "cli.ts");

/** The command line of a user whose home and profile are empty, in a folder of their own. */
export function commandLine() {
  const home = temporaryFolder();
  const { INIT_CWD: _from, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, ONRECORD_PROFILE: join(home, "profile"), NO_COLOR: "1" };
  const runWith = (input: string, ...args: string[]) => {
    const options = { cwd: home, env, encoding: "utf8", input } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], options);
    return { status, stdout, stderr };
  };
  return {
    home,
    env,
    runWith,
    run: (...args: string[]) => runWith("", ...args),
    put: (name: string, content: string) => writeFileSync(join(home, name), content),
  };
}
