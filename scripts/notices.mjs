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

/** The text that goes with the program: each package once, by name. */
export function noticesOf(folders) {
  const packages = folders.map(noticeOf).sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
  const texts = packages.map(({ title, text }) => `${"=".repeat(78)}\n${title}\n${"=".repeat(78)}\n\n${text}\n`);
  const head =
    `Onrecord is under the MIT licence. ${packages.length} packages of others are part of it, under the licences ` +
    "below.\nElectron and Chromium, which run it, bring theirs as LICENSE.electron.txt and LICENSES.chromium.html.\n";
  return [head, ...texts].join("\n");
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof license !== "string") throw new Error(`${name} says no licence: its package.json needs a look`);
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  const holder = typeof author === "string" ? author : (author?.name ?? "its authors");
  const plain = `Copyright ${holder}. The package has no licence file; its package.json says: ${license}.`;
  return { title: `${name} ${version} – ${license}`, text: texts.length > 0 ? texts.join("\n\n") : plain };
}
