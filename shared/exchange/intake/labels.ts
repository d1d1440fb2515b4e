import { z } from "zod";
import type { Scheme } from "../../annotation/records.ts";
import type { AnnotationDocument } from "../../format/annotation-file.ts";

/** What becomes of a label that a project's scheme does not have. `leave`: what has it is left out, and counted. */
export const labelAnswerSchema = z.discriminatedUnion("to", [
  /** A type of the scheme, of entities or of relations. */
  z.strictObject({ to: z.literal("type"), type: z.string().min(1) }),
  /** A new type of the label's own name. */
  z.strictObject({ to: z.literal("new") }),
  z.strictObject({ to: z.literal("leave") }),
  /** What a labelled mention is instead; `mention` says of it that nobody knows whom it names. */
  z.strictObject({ to: z.literal("mention") }),
  z.strictObject({ to: z.literal("quote") }),
  z.strictObject({ to: z.literal("cue") }),
  z.strictObject({ to: z.literal("claim") }),
  /** What a relation says instead, of a quote or claim at one of its ends. */
  z.strictObject({ to: z.literal("speaker") }),
  z.strictObject({ to: z.literal("addressee") }),
  z.strictObject({ to: z.literal("claimant") }),
  z.strictObject({ to: z.literal("in quote") }),
]);
export type LabelAnswer = z.infer<typeof labelAnswerSchema>;

export const labelKinds = ["entity", "relation"] as const;
export type LabelKind = (typeof labelKinds)[number];

export const answeredLabelSchema = z.strictObject({
  kind: z.enum(labelKinds),
  label: z.string().min(1),
  answer: labelAnswerSchema,
});
export type AnsweredLabel = z.infer<typeof answeredLabelSchema>;

/** What may be answered for a label of a kind, besides a type of the scheme. */
export const answersOf = {
  entity: ["new", "mention", "quote", "cue", "claim", "leave"],
  relation: ["new", "speaker", "addressee", "cue", "claimant", "in quote", "leave"],
} as const satisfies Record<LabelKind, readonly LabelAnswer["to"][]>;

/** A label that the scheme does not have, how often it was found, and some words that have it. */
export interface UnknownLabel {
  kind: LabelKind;
  label: string;
  count: number;
  example: string;
}

/** Adds the labels of a document that a scheme does not have to those found before. */
export function noteLabels(found: Map<string, UnknownLabel>, { open, entities }: AnnotationDocument, scheme: Scheme) {
  const types = new Map(entities.map(({ id, type }) => [id, type]));
  const known = typesOf(scheme);
  const note = (kind: LabelKind, label: string | undefined, example: string) => {
    if (label === undefined || known[kind].has(label)) return;
    const key = `${kind} ${label}`;
    const before = found.get(key) ?? { kind, label, count: 0, example: example.replace(/\s+/gu, " ").slice(0, 60) };
    found.set(key, { ...before, count: before.count + 1 });
  };
  for (const { entity, spans } of open.mentions.values()) {
    const [first] = spans;
    if (entity !== null) note("entity", types.get(entity), open.article.text.slice(first?.start, first?.end));
  }
  for (const { type } of open.relations.values()) note("relation", type, "");
}

/** Names of the types that a scheme has. */
export const typesOf = (scheme: Scheme): Record<LabelKind, Set<string>> => ({
  entity: new Set(scheme.entityTypes.map(({ id }) => id)),
  relation: new Set(scheme.relationTypes.map(({ id }) => id)),
});

/** Names that taggers and corpora give to what the News scheme has types for, in small letters. */
const usual: Record<string, string> = {
  per: "person",
  pers: "person",
  people: "person",
  org: "organization",
  organisation: "organization",
  loc: "place",
  location: "place",
  gpe: "place",
  evt: "event",
};
const roles: Record<string, LabelAnswer["to"]> = {
  quote: "quote",
  quotation: "quote",
  content: "quote",
  cue: "cue",
  claim: "claim",
  source: "speaker",
  speaker: "speaker",
  addressee: "addressee",
  claimant: "claimant",
};

/** What a label most likely means in a scheme: a type of the same name in other letters, a usual name of one, a role, and
 *  otherwise a new type. */
export function likelyAnswer({ kind, label }: Pick<UnknownLabel, "kind" | "label">, scheme: Scheme): LabelAnswer {
  const plain = label.toLowerCase().replace(/[\s_-]+/gu, " ");
  const type = [...typesOf(scheme)[kind]].find((one) => [plain, usual[plain]].includes(one.toLowerCase()));
  if (type !== undefined) return { to: "type", type };
  const role = roles[plain];
  const fits: readonly string[] = answersOf[kind];
  return role !== undefined && fits.includes(role) ? ({ to: role } as LabelAnswer) : { to: "new" };
}

/** Whether an answer can be given for a label in a scheme: types of other schemes may be gone. */
export const holdsIn = (scheme: Scheme, kind: LabelKind, answer: LabelAnswer): boolean =>
  answer.to === "type"
    ? typesOf(scheme)[kind].has(answer.type)
    : (answersOf[kind] as readonly string[]).includes(answer.to);
