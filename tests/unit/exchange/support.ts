import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unnamed, unstamped } from "../../../shared/exchange/blank.ts";
import { exportDocument, importFiles, whole } from "../../../shared/exchange/exchange.ts";
import type { ExchangeFile, Format } from "../../../shared/exchange/format.ts";
import { formatOf } from "../../../shared/exchange/registry.ts";

export const shared = fileURLToPath(new URL("../../../../shared/exchange", import.meta.url));
export const isThere = (folder: string) => existsSync(join(shared, folder));

/** The files of a folder of real files of other tools, those whose names fit. */
export function realFiles(folder: string, names: RegExp): ExchangeFile[] {
  return readdirSync(join(shared, folder))
    .filter((name) => names.test(name))
    .sort()
    .map((name) => realFile(join(folder, name)));
}

export const realFile = (path: string): ExchangeFile => ({
  name: basename(path),
  text: readFileSync(join(shared, path), "utf8"),
});

/** An import that leaves unsaid what the file does not say. */
export const unsaid = { now: unstamped, annotator: { id: unnamed, name: "Imported" } };

export function formatNamed(id: string): Format {
  const format = formatOf(id);
  if (!format) throw new RangeError(`there is no format ${id}`);
  return format;
}

/** What a format makes of files, and writes of that again. */
export function thereAndBack(id: string, files: readonly ExchangeFile[]) {
  const format = formatNamed(id);
  const imported = importFiles(format, files, unsaid);
  const exported = imported.documents.map((document) => exportDocument(format, document, { extension: true }));
  return {
    imported,
    exported,
    files: whole(
      format,
      exported.map((one) => one.files),
    ),
  };
}
