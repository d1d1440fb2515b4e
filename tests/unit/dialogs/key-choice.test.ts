import { describe, expect, it } from "vitest";
import type { Command } from "../../../renderer/commands/command.ts";
import { chosenKey, holderOf, withKey, withSwappedKeys } from "../../../renderer/dialogs/key-choice.ts";

const command = (id: string, keys: string[], takesExact = false): Command => ({
  id,
  title: id,
  group: "Mark",
  keys,
  takesExact,
  run: () => undefined,
});
const quote = command("quote", ["Q"], true);
const speaker = command("speaker", ["S"]);
const undo = command("undo", ["Mod+Z", "Mod+U"]);
const all = [quote, speaker, undo];

describe("the key that a press is kept as", () => {
  it("is what the press is called first", () => {
    expect(chosenKey(["Shift+Q"])).toBe("Shift+Q");
    expect(chosenKey(["Mod+Z"])).toBe("Mod+Z");
  });

  it("is the sign itself where Shift types it, so that it is the same on every layout", () => {
    expect(chosenKey(["Shift+?", "?"])).toBe("?");
    expect(chosenKey(["Shift+>", ">", "Shift+."])).toBe(">");
  });

  it("is none for Space", () => {
    expect(chosenKey([" "])).toBeNull();
  });
});

describe("a key that is taken", () => {
  it("is known by any of its names", () => {
    expect(holderOf(all, speaker, ["Q"])).toBe(quote);
    expect(holderOf(all, speaker, ["X", "Mod+U"])).toBe(undo);
    expect(holderOf(all, speaker, ["S"])).toBeNull();
  });

  it("is also taken with Alt by a command that then marks exactly", () => {
    expect(holderOf(all, speaker, ["Alt+Q"])).toBe(quote);
    expect(holderOf([quote, command("other", ["Alt+X"])], quote, ["X"])?.id).toBe("other");
  });
});

describe("the settings", () => {
  it("hold only keys that differ from the usual ones", () => {
    const changed = withKey({}, all, "quote", "X");
    expect(changed).toEqual({ quote: ["X"] });
    expect(withKey(changed, all, "quote", "Q")).toEqual({});
  });

  it("swap two commands' keys, and lose neither", () => {
    expect(withSwappedKeys({}, all, quote, "S", speaker)).toEqual({ quote: ["S"], speaker: ["Q"] });
    expect(withSwappedKeys({}, all, quote, "Mod+U", undo)).toEqual({ quote: ["Mod+U"], undo: ["Q", "Mod+Z"] });
  });

  it("leave the other command without that key where there is none to give", () => {
    const bare = command("bare", []);
    expect(withSwappedKeys({}, [...all, bare], bare, "S", speaker)).toEqual({ bare: ["S"], speaker: [] });
  });
});
