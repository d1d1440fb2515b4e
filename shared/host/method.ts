import { z } from "zod";

/** A request that a window may make of its host: what it takes and what it gives. */
export const method = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R) => ({ params, result });

export const nothing = z.strictObject({});
export const inSession = z.strictObject({ session: z.string() });
export const done = z.object({});
