import { randomBytes } from "node:crypto";
import type { Wires } from "./page-script.ts";

const name = () => `_${randomBytes(12).toString("hex")}`;
/** Other names in every process: a page cannot know them. */
export const wires: Wires = { outbox: name(), inbox: name() };
