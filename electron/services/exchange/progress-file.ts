import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { writeAtomically } from "../atomic-write.ts";
import { fail } from "../problems.ts";
import { outputStateSchema } from "./outputs.ts";

const lossSchema = z.object({ what: z.string(), count: z.number(), examples: z.array(z.string()) });

/** How far a conversion has come. */
const doneSchema = z.object({
  /** What is converted to what, so that no other conversion goes on from here. */
  of: z.string(),
  /** Records of the input that are done with. */
  records: z.number().int().min(0),
  articles: z.number().int().min(0),
  problems: z.number().int().min(0),
  losses: z.array(lossSchema),
  extra: z.array(lossSchema),
  output: outputStateSchema.nullable(),
  /** Bytes of the file with the records that could not be read. */
  rejected: z.number().int().min(0),
});
export type Done = z.infer<typeof doneSchema>;

/** A file beside the output that says how far a conversion has come while it goes on. */
export interface ProgressFile {
  /** @throws ProblemError where it is another conversion's, or cannot be read. */
  read(): Promise<Done | null>;
  write(done: Omit<Done, "of">): Promise<void>;
  remove(): Promise<void>;
}

export function progressFile(output: string, conversion: unknown): ProgressFile {
  const path = `${output.replace(/[\\/]+$/, "")}.progress.json`;
  const of = createHash("sha256").update(JSON.stringify(conversion)).digest("hex").slice(0, 32);
  return {
    async read() {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      if (text === null) return null;
      const parsed = doneSchema.safeParse(jsonOrNull(text));
      if (!parsed.success) return fail(path, "it does not say how far a conversion came", startAnew);
      if (parsed.data.of !== of) return fail(path, "it is of a conversion with other input or options", startAnew);
      return parsed.data;
    },
    write: (done) => writeAtomically(path, `${JSON.stringify({ of, ...done })}\n`),
    remove: () => rm(path, { force: true }),
  };
}

const startAnew = "Convert without --resume to start anew.";

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
