import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { placed, readWindowState, writeWindowState } from "../../../electron/window-state.ts";

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const state = { x: 100, y: 80, width: 1200, height: 800, maximized: false };
const profile = mkdtempSync(join(tmpdir(), "onrecord-window-"));
afterEach(() => rmSync(join(profile, "window-state.json"), { force: true }));

describe("the window's place", () => {
  it("is where it was", () => {
    expect(placed(state, [screen])).toEqual(state);
    expect(placed({ ...state, x: 2000 }, [screen, second])).toMatchObject({ x: 2000, y: 80 });
  });

  it("is the middle of the screen when its display is gone", () => {
    const back = placed({ ...state, x: 2000 }, [screen]);
    expect(back).toEqual({ width: 1200, height: 800, maximized: false });
  });

  it("keeps its title bar in reach", () => {
    for (const lost of [{ y: -200 }, { y: 1030 }, { x: 1900 }, { x: -1150 }]) {
      expect(placed({ ...state, ...lost }, [screen]).x).toBeUndefined();
    }
  });

  it("is no larger than the display, and never too small to work in", () => {
    expect(placed({ ...state, width: 4000, height: 3000 }, [screen])).toMatchObject({ width: 1920, height: 1040 });
    expect(placed({ ...state, width: 10, height: 10 }, [screen]).width).toBeGreaterThan(500);
  });

  it("is remembered", async () => {
    await writeWindowState(profile, state);
    expect(await readWindowState(profile)).toEqual(state);
  });

  it("is forgotten where the file says something else", async () => {
    for (const content of ["", "{}", '{"x":"1"}']) {
      writeFileSync(join(profile, "window-state.json"), content);
      expect(await readWindowState(profile)).toBeNull();
    }
    expect(placed(null, [screen]).x).toBeUndefined();
  });
});
