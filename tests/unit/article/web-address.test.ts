import { describe, expect, it } from "vitest";
import { isWebAddress, webAddressOf } from "../../../shared/article/web-address.ts";

describe("an address of the web", () => {
  it.each(["https://post.example/1?a=1&b=2", "HTTP://post.example", "https://пост.example/🎉"])("is %s", (text) => {
    expect(isWebAddress(text)).toBe(true);
  });

  it.each([
    "javascript:alert(1)",
    "https:post.example",
    "https://post.example/a b",
    " https://post.example",
    "https://",
    "",
  ])("is not “%s”", (text) => expect(webAddressOf(text)).toBeNull());
});
