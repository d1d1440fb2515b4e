import { readFileSync } from "node:fs";
import { z } from "zod";

/** The version in the package.json of the folder that holds the program. */
export function programVersion(root: string): string {
  const content: unknown = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
  return z.object({ version: z.string() }).parse(content).version;
}
