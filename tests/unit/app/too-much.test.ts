import { describe, expect, it } from "vitest";
import { tooMuchDropped, tooMuchText } from "../../../renderer/app/too-much.ts";
import { webBridge } from "../../../renderer/app/web-bridge.ts";
import { problemSentence } from "../../../shared/format/problem.ts";

const megabytes = (size: number) => size * 1024 * 1024;
const sentence = (files: { name: string; size: number }[], runtime: "web" | "electron") => {
  const problem = tooMuchDropped(files, runtime, "“Import articles…” (Ctrl+I)");
  return problem && problemSentence(problem);
};

describe("files that are dropped", () => {
  it("are named with their sizes and what takes them, where they are too much", () => {
    expect(sentence([{ name: "big.pdf", size: megabytes(81) }], "web")).toBe(
      "big.pdf: it has 81 MB: more than can be dropped at once (50 MB). Choose it with “Import articles…” (Ctrl+I) instead.",
    );
    const files = [
      { name: "a.pdf", size: megabytes(20) },
      { name: "b.pdf", size: megabytes(40) },
    ];
    expect(sentence(files, "web")).toBe(
      "b.pdf: it has 40 MB, and all 2 files 60 MB: more than can be dropped at once (50 MB). Drop fewer at a time, or choose them with “Import articles…” (Ctrl+I) instead.",
    );
  });

  it("are not too much up to what fits, which is more in the desktop program", () => {
    expect(sentence([], "web")).toBeNull();
    expect(sentence([{ name: "a.pdf", size: megabytes(50) }], "web")).toBeNull();
    expect(sentence([{ name: "a.zip", size: megabytes(300) }], "electron")).toBeNull();
  });
});

describe("a text that is pasted", () => {
  it("is too much by its bytes, not by its characters", () => {
    expect(tooMuchText("x".repeat(megabytes(20)))).toBeNull();
    expect(tooMuchText("é".repeat(megabytes(11)))?.reason).toBe("it has 22 MB, and an article may have 20 MB");
  });
});

describe("a request of a browser", () => {
  it("that the web host would break off is not sent, and says how large it is", async () => {
    const reply = await webBridge.call("article.read", { text: "é".repeat(megabytes(41)) });
    expect(reply).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(/^82 MB .*\(80 MB\)$/) } });
  });
});
