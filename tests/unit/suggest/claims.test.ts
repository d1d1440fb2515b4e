import { describe, expect, it } from "vitest";
import { suggest } from "./support.ts";

describe("claims", () => {
  it("rank sentences with numbers and comparisons above greetings and opinions, and say why", () => {
    const text =
      "Unemployment fell by 12 percent last year, more than ever. Good evening, and thank you all. I think so.";
    const claims = suggest(text).filter((one) => one.kind === "claim");
    const ranked = [...claims].sort((a, b) => b.checkWorthiness - a.checkWorthiness);
    expect(text.slice(ranked[0]?.span.start, ranked[0]?.span.end)).toMatch(/^Unemployment/);
    expect(ranked.filter(({ proposed }) => proposed)).toEqual([ranked[0]]);
    expect(ranked[0]?.reason).toContain("a number");
  });
});
