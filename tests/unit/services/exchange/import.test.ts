import { describe, expect, it } from "vitest";
import { formats } from "../../../../shared/exchange/registry.ts";
import { asMine, windowOn } from "./support.ts";

/** What an exported file says, without what differs between two projects. */
function said(file: Record<string, unknown>, annotator: string) {
  const { project: _project, annotators: _annotators, article, ...rest } = file;
  const { version: _version, ...facts } = article as Record<string, unknown>;
  return JSON.parse(
    JSON.stringify({ ...rest, article: facts }).replaceAll(`"annotator":"${annotator}"`, '"annotator":"me"'),
  );
}

const lossless = formats.filter(
  ({ id, read, write, carries }) => read && write && (carries.extension !== null || id.startsWith("onrecord")),
);

describe("an import into the open project", () => {
  it.each(lossless.map(({ id }) => id))(
    "brings the sample's annotations back through %s as they were",
    async (format) => {
      const window = await windowOn();
      const opened = await window.sample();
      const [article] = opened.articles;
      const before = await window.document(article?.id ?? "");
      const exported = await window.export(
        { format, articles: { scope: "article", article: article?.id ?? "" } },
        "out",
      );
      expect(exported).toMatchObject({ articles: 1, losses: [], problems: [], cancelled: false });
      await window.newProject("Second");
      const plan = await window.read(["out"], format);
      expect(plan).toMatchObject({ problems: [], labels: [], there: { none: 1, same: 0, changed: 0 } });
      const taken = await window.take(plan.plan, asMine);
      expect(taken).toMatchObject({ counts: { added: 1 }, problems: [], others: [] });
      const after = await window.document(taken.articles[0] ?? "");
      expect(said(after, window.profile.annotator()?.id ?? "")).toEqual(said(before, "sample"));
    },
  );
});
