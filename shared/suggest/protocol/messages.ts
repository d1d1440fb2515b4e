import { z } from "zod";
import { mentionForms, quoteForms } from "../../annotation/records.ts";

/** The one version of the protocol that there is. A request says it, and the reply's first line says it back. */
export const protocolVersion = 1;

export const requestSchema = z.looseObject({
  format: z.literal("onrecord/suggest"),
  version: z.literal(protocolVersion),
  id: z.string(),
  text: z.string(),
  /** A BCP 47 tag, or null where it is not known. */
  language: z.string().nullable(),
  /** The types that an entity may have. */
  types: z.array(z.looseObject({ id: z.string(), description: z.string() })),
  /** Who and what the project knows already, where the person lets that out. */
  register: z
    .array(z.looseObject({ id: z.string(), type: z.string(), name: z.string(), aliases: z.array(z.string()) }))
    .optional(),
});
export type ProtocolRequest = z.infer<typeof requestSchema>;

const words = z.string().min(1).max(300);
const spanSchema = z.looseObject({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** What the span covers: a span that does not cover it is dropped. */
  text: z.string().min(1),
});
export type ProtocolSpan = z.infer<typeof spanSchema>;

/** Whom something means: an entity of the request's register by its id, or one to be made. */
const meansSchema = z.looseObject({ type: words, name: words, entity: z.string().nullable().default(null) });
export type Means = z.infer<typeof meansSchema>;

const common = {
  confidence: z.number().min(0).max(1).default(0.5),
  reason: z.string().max(1000).default(""),
};

/** The first line of a reply: what its offsets count. */
export const beginSchema = z.looseObject({
  kind: z.literal("begin"),
  version: z.literal(protocolVersion),
  offsets: z.enum(["code-points", "utf-16"]),
  /** The version of what suggests, such as a model's name, to be kept with what is accepted. */
  producerVersion: z.string().max(100).default(""),
});

export const mentionLineSchema = z.looseObject({
  kind: z.literal("mention"),
  span: spanSchema,
  form: z.enum(mentionForms).default("name"),
  means: meansSchema.nullable().default(null),
  ...common,
});

export const quoteLineSchema = z.looseObject({
  kind: z.literal("quote"),
  form: z.enum(quoteForms),
  content: z.array(spanSchema).min(1).max(50),
  cue: z.array(spanSchema).max(10).default([]),
  speaker: z
    .looseObject({ span: spanSchema, form: z.enum(mentionForms) })
    .nullable()
    .default(null),
  means: meansSchema.nullable().default(null),
  ...common,
});

export const claimLineSchema = z.looseObject({
  kind: z.literal("claim"),
  span: spanSchema,
  /** How much it is worth checking, from 0 to 1. */
  checkWorthiness: z.number().min(0).max(1).default(0.5),
  ...common,
});

export const progressSchema = z.looseObject({
  kind: z.literal("progress"),
  done: z.number().nonnegative(),
  total: z.number().positive(),
});

export const errorSchema = z.looseObject({ kind: z.literal("error"), message: z.string().max(2000) });
export const endSchema = z.looseObject({ kind: z.literal("end") });

export const replyLineSchema = z.discriminatedUnion("kind", [
  beginSchema,
  mentionLineSchema,
  quoteLineSchema,
  claimLineSchema,
  progressSchema,
  errorSchema,
  endSchema,
]);
export type ReplyLine = z.infer<typeof replyLineSchema>;
export type SuggestionLine = Extract<ReplyLine, { kind: "mention" | "quote" | "claim" }>;
