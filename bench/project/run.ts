// npm run bench:project -- [--sizes 1000,10000,100000] [--out FOLDER]: what a large project costs, measured at the host's
// contract as a window asks it, on generated projects that are removed again. Writes bench-project.json and .md.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { generateProject } from "./generate.ts";
import { type Figures, measureProject } from "./measure.ts";
import { measureRegister } from "./register.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    entities: { type: "string", default: "200000" },
    out: { type: "string", default: "dist/bench" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const out = resolve(process.env.INIT_CWD ?? ".", values.out);
const work = join(tmpdir(), `onrecord-bench-${process.pid}`);
mkdirSync(work, { recursive: true });
const results: { articles: number; words: number; figures: Figures }[] = [];
try {
  for (const articles of sizes) {
    const folder = join(work, "project");
    process.stderr.write(`${articles} articles: writing`);
    generateProject(folder, { articles, wordsPerArticle: 600, entities: 5_000, seed: 7 });
    process.stderr.write(", measuring\n");
    const profile = join(work, "profile");
    const figures = await measureProject(folder, profile);
    results.push({ articles, words: articles * 600, figures });
    for (const path of [folder, profile]) rmSync(path, { recursive: true, force: true });
  }
  const register = measureRegister(Number(values.entities));
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "bench-project.json"), `${JSON.stringify({ machine, results, register }, null, 2)}\n`);
  const table = markdown(machine, register);
  writeFileSync(join(out, "bench-project.md"), table);
  process.stdout.write(table);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function markdown(machine: string, register: Record<string, number>): string {
  const names = Object.keys(results[0]?.figures ?? {});
  const number = (value: number | undefined) =>
    value === undefined ? "" : value >= 100 ? value.toFixed(0) : value.toFixed(1);
  const rows = names.map((name) => {
    const values = results.map(({ figures }) => figures[name]);
    return `| ${name} | ${values.map(number).join(" | ")} | ${slope(values)} |`;
  });
  return [
    `Measured on ${machine}. Milliseconds, the median of several, unless said otherwise.`,
    "",
    `| | ${results.map(({ articles }) => `${articles.toLocaleString("en")} articles`).join(" | ")} | slope |`,
    `|---|${results.map(() => "---:").join("|")}|---:|`,
    ...rows,
    "",
    `| Register of ${Number(values.entities).toLocaleString("en")} entities | ms |`,
    "|---|---:|",
    ...Object.entries(register).map(([name, value]) => `| ${name} | ${value.toFixed(2)} |`),
    "",
  ].join("\n");
}

/** How a figure grows with the number of articles: the exponent between the first and the last size. */
function slope(values: (number | undefined)[]): string {
  const [first, last] = [values[0], values.at(-1)];
  if (!first || !last || sizes.length < 2) return "";
  return (Math.log(last / first) / Math.log((sizes.at(-1) ?? 1) / (sizes[0] ?? 1))).toFixed(2);
}
