import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeBenchProfile } from "./project.ts";

const root = join(import.meta.dirname, "..", "..");

/** The program's host, serving a project to whoever opens the address. */
export interface BenchHost {
  url: string;
  end(): void;
}

/** Starts the program as a process of its own, with a profile of its own. */
export async function startHost(project: string): Promise<BenchHost> {
  const home = mkdtempSync(join(tmpdir(), "onrecord-bench-home-"));
  makeBenchProfile(join(home, "profile"));
  const child: ChildProcess = spawn(
    process.execPath,
    [join(root, "electron", "cli.ts"), "serve", "--no-open", project],
    {
      cwd: root,
      env: { ...process.env, HOME: home, ONRECORD_PROFILE: join(home, "profile") },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let out = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const line = /\{.*\}/.exec(out)?.[0];
      if (line) resolve(String(JSON.parse(line).url));
    });
    child.once("exit", (code) => reject(new Error(`the host ended with ${code}: ${out}`)));
  });
  return {
    url,
    end: () => {
      child.kill("SIGKILL");
      rmSync(home, { recursive: true, force: true });
    },
  };
}
