import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";

export const root = join(import.meta.dirname, "..", "..");
const own = createRequire(import.meta.url);
/** The builder's own tools, in the versions that it packs with. */
const ofBuilder = createRequire(own.resolve("app-builder-lib", { paths: [own.resolve("electron-builder")] }));

interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[];
  extractAll(archive: string, folder: string): void;
}
export const asar: Asar = ofBuilder("@electron/asar");

interface Fuses {
  getCurrentFuseWire(path: string): Promise<Record<string, unknown>>;
  FuseV1Options: Record<string, string | number>;
}
export const fuses: Fuses = ofBuilder("@electron/fuses");

export const readYaml = (text: string): unknown => ofBuilder("js-yaml").load(text);

/** Checks a configuration as the builder does before it begins. @throws with the places that are wrong. */
export async function validate(configuration: object): Promise<void> {
  const { validateConfiguration } = ofBuilder("./util/config/config");
  await validateConfiguration(configuration, { isEnabled: false, add: () => undefined });
}

/** The mark by which a tool finds the fuses in Electron's executable, then their version, number and states. */
const fuseMark = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const fuseCount = 9;

/** A folder that looks like Electron's runtime to the builder, with every fuse as Electron ships it. */
export function standInRuntime(folder: string, version: string): string {
  for (const name of ["resources", "locales"]) mkdirSync(join(folder, name), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(fuseMark),
    Buffer.from([1, fuseCount]),
    Buffer.from("1".repeat(fuseCount)),
    Buffer.alloc(64),
  ]);
  writeFileSync(join(folder, "electron"), Buffer.concat([Buffer.from("#!/bin/sh\n"), Buffer.alloc(64), wire]));
  chmodSync(join(folder, "electron"), 0o755);
  writeFileSync(join(folder, "version"), version);
  writeFileSync(join(folder, "locales", "en-US.pak"), "");
  for (const name of ["LICENSE", "LICENSES.chromium.html"]) writeFileSync(join(folder, name), name);
  return folder;
}

/** Packs the program as the builder packs it for Linux. @returns the folder that an installer would hold. */
export async function pack(runtime: string, output: string): Promise<string> {
  const args = [
    own.resolve("electron-builder/cli.js"),
    "--linux",
    "dir",
    "--x64",
    "--publish=never",
    `-c.electronDist=${runtime}`,
    `-c.directories.output=${output}`,
  ];
  await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  return join(output, "linux-unpacked");
}

/** The archive's files, laid out where Electron would see them: beside those that were kept out of it. */
export function unpack(packed: string, folder: string): string {
  const archive = join(packed, "resources", "app.asar");
  const application = join(folder, "app.asar");
  asar.extractAll(archive, application);
  cpSync(`${archive}.unpacked`, `${application}.unpacked`, { recursive: true });
  return application;
}
