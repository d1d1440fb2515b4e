// node bench/project/make.ts FOLDER [ARTICLES] [ENTITIES]: writes a generated project for measuring and for trying out.
import { resolve } from "node:path";
import { generateProject } from "./generate.ts";

const [folder, articles = "1000", entities = "2000"] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("usage: node bench/project/make.ts FOLDER [ARTICLES] [ENTITIES]\n");
  process.exitCode = 2;
} else {
  const size = { articles: Number(articles), wordsPerArticle: 600, entities: Number(entities), seed: 7 };
  generateProject(resolve(folder), size, (done) => process.stderr.write(`\r${done} articles`));
  process.stderr.write("\n");
}
