// npm run bench:suggest -- FILE…: the built-in suggester on gold standards (JSON Lines), measured, with the time it took.
import { createReadStream } from "node:fs";
import { basename, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { reportTable } from "../electron/services/evaluate-lines.ts";
import { parseLine } from "../electron/services/suggest-stream.ts";
import { blocksOfPlainText } from "../shared/article/blocks.ts";
import { builtInSuggester } from "../shared/suggest/built-in.ts";
import { english } from "../shared/suggest/english/pack.ts";
import { Evaluation } from "../shared/suggest/evaluate.ts";
import { asGold, goldDocumentSchema } from "../shared/suggest/gold.ts";

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write("usage: npm run bench:suggest -- FILE…\n");
  process.exitCode = 2;
}
const suggester = builtInSuggester(english);
for (const file of files) {
  const evaluation = new Evaluation();
  let words = 0;
  let spent = 0;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(resolve(process.env.INIT_CWD ?? ".", file)) })) {
    number++;
    if (line.trim() === "") continue;
    const read = parseLine(line, goldDocumentSchema);
    if (!read.ok) {
      process.stderr.write(`${file}, line ${number}: ${read.reason}\n`);
      process.exitCode = 1;
      continue;
    }
    const { id, text } = read.value;
    const start = performance.now();
    const request = { text, blocks: blocksOfPlainText(text), register: [], lessons: [] };
    const suggestions = [...suggester.suggest(request)].flat();
    spent += performance.now() - start;
    words += text.split(/\s+/).length;
    evaluation.add(read.value, asGold(id, text, suggestions, "polnear"));
  }
  const pace = ((1000 * spent) / Math.max(1, words)).toFixed(1);
  process.stdout.write(
    `${basename(file)}: ${words} words, ${pace} ms for 1,000 words\n${reportTable(evaluation.report())}\n\n`,
  );
}
