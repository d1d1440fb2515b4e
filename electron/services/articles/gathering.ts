import type { Problem } from "../../../shared/format/problem.ts";
import type { ImportResult, ReadArticle } from "../import/index.ts";

export type Gathered = { read: Extract<ImportResult, { ok: true }>; bytes: Uint8Array | null; called: string };

/** Remarks on a file with many articles that a person is told one by one. */
const mostTold = 20;
/** Articles that could not be read of which each is named: they come as a list. */
const mostNamed = 500;
/** UTF-16 units of text that come into an open project as one step that can be undone. */
const mostText = 20 * 1024 * 1024;

/** Articles of several sources, taken together until they are more than an open project takes in at once. */
export class Gathering {
  readonly articles: Gathered[] = [];
  private readonly said: string[] = [];
  private readonly wrong: Problem[] = [];
  private more = 0;
  private units = 0;
  isFull = false;

  take({ read, bytes, called }: ReadArticle): void {
    if (!read.ok) {
      if (this.wrong.length < mostNamed) this.wrong.push(read.problem);
      else this.more++;
      return;
    }
    this.units += read.draft.text.length;
    this.isFull = this.units > mostText && this.articles.length > 0;
    if (this.isFull) return;
    this.articles.push({ read, bytes, called });
    this.said.push(...read.notices);
  }

  notices(): string[] {
    const left = this.said.length - mostTold;
    return left > 0 ? [...this.said.slice(0, mostTold), `${left} more remarks.`] : this.said;
  }

  /** What is wrong, with what is not told one by one; `file` is where it stopped. */
  problems(file: string): Problem[] {
    const told = [...this.wrong];
    if (this.more > 0) {
      told.push({
        file,
        path: "",
        reason: `${this.more} more articles could not be read`,
        remedy: "onrecord import lists all of them.",
      });
    }
    if (this.isFull) {
      told.push({
        file,
        path: "",
        reason: `this is too much to come into an open project at once: the first ${this.articles.length} articles came in`,
        remedy: "Import fewer files at a time, or close the project and use onrecord import.",
      });
    }
    return told;
  }
}
