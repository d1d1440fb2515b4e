import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeAtomically } from "./services/atomic-write.ts";

const rectangle = { x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() };
const stateSchema = z.object({ ...rectangle, maximized: z.boolean() });
export type WindowState = z.infer<typeof stateSchema>;
export type Rectangle = Omit<WindowState, "maximized">;

/** Where to put the window; without x and y, in the middle of the screen. */
export interface Placement {
  x?: number;
  y?: number;
  width: number;
  height: number;
  maximized: boolean;
}

export const smallest = { width: 760, height: 480 };
const usual: Placement = { width: 1440, height: 900, maximized: false };
/** So much of the window's title bar must be on a display for a hand to reach it. */
const reachable = { width: 120, height: 32 };

const fileIn = (profile: string) => join(profile, "window-state.json");

export async function readWindowState(profile: string): Promise<WindowState | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(fileIn(profile), "utf8")));
  } catch {
    return null;
  }
}

export const writeWindowState = (profile: string, state: WindowState): Promise<void> =>
  writeAtomically(fileIn(profile), `${JSON.stringify(stateSchema.parse(state), null, 2)}\n`);

/** The remembered place, as far as one of these displays still shows it. */
export function placed(state: WindowState | null, displays: readonly Rectangle[]): Placement {
  if (!state) return usual;
  const display = displays.find((area) => {
    const width = Math.min(area.x + area.width, state.x + state.width) - Math.max(area.x, state.x);
    const below = area.y + area.height - state.y;
    return width >= reachable.width && state.y >= area.y && below >= reachable.height;
  });
  const largest = display ?? displays[0];
  const width = Math.max(smallest.width, Math.min(state.width, largest?.width ?? state.width));
  const height = Math.max(smallest.height, Math.min(state.height, largest?.height ?? state.height));
  const size = { width, height, maximized: state.maximized };
  return display ? { x: state.x, y: state.y, ...size } : size;
}
