import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** What a second start of the program hands to the first. */
export const launchSchema = z.object({ path: z.string().nullable() });
export type Launch = z.infer<typeof launchSchema>;

/** The file or folder that the program was started with, or null. Desktops also give `file:` addresses; switches and
 *  the program's own folder, which Electron is started with during development, are no documents. */
export function pathFromArguments(args: readonly string[], from: string, root: string): string | null {
  const paths = args.filter((arg) => !arg.startsWith("-")).flatMap((arg) => pathFromAddress(arg, from) ?? []);
  return paths.find((path) => path !== resolve(root)) ?? null;
}

/** A path as typed, or as a `file:` address. Null for any other address: no web page may open a file here. */
export function pathFromAddress(given: string, from: string): string | null {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(given)) return resolve(from, given);
  if (!given.toLowerCase().startsWith("file:")) return null;
  try {
    return fileURLToPath(given);
  } catch {
    return null;
  }
}
