// The notices of the packages whose code is in the bundles, with their licences word for word.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A plugin for the bundler that notes of every package whether any of its code is in what is built. */
export function bundledPackages() {
  const found = new Set();
  const plugin = {
    name: "bundled-packages",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const [id, { renderedLength }] of Object.entries(chunk.modules ?? {})) {
          const folder = renderedLength > 0 ? packageFolder(id) : null;
          if (folder) found.add(folder);
        }
      }
    },
  };
  return { plugin, folders: () => [...found] };
}

function packageFolder(id) {
  const path = id.replace(/^\0+/, "").split("\\").join("/");
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

/** The text that goes with the program: each package once, by name. `parts` are folders within packages that are shipped as
 *  they are and have a licence of their own, which stands with their package's. */
export function noticesOf(folders, parts = []) {
  const packages = folders
    .map((folder) =>
      noticeOf(
        folder,
        parts.filter((part) => part.startsWith(folder)),
      ),
    )
    .sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  const texts = packages.map(({ title, text }) => `${"=".repeat(78)}\n${title}\n${"=".repeat(78)}\n\n${text}\n`);
  const head =
    `Onrecord is under the MIT licence. ${packages.length} packages of others are part of it, under the licences ` +
    "below.\nElectron and Chromium, which run it, bring theirs as LICENSE.electron.txt and LICENSES.chromium.html.\n";
  return [head, ...texts].join("\n");
}

function noticeOf(folder, parts) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof license !== "string") throw new Error(`${name} says no licence: its package.json needs a look`);
  const texts = [folder, ...parts].flatMap(licencesIn);
  const holder = typeof author === "string" ? author : (author?.name ?? "its authors");
  const plain = `Copyright ${holder}. The package has no licence file; its package.json says: ${license}.`;
  return { title: `${name} ${version} – ${license}`, text: texts.length > 0 ? texts.join("\n\n") : plain };
}

function licencesIn(folder) {
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  return files.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
}
