import { z } from "zod";

/** A stretch of text in UTF-16 units, end exclusive: the form of a span inside the program. */
export const spanSchema = z.looseObject({
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
});
export type Span = { start: number; end: number };

export const idSchema = z.string().min(1).max(200);
export const timeSchema = z.iso.datetime();

export const mentionForms = ["name", "nominal", "pronoun"] as const;
export const quoteForms = ["direct", "mixed", "indirect"] as const;
export const statuses = ["draft", "done", "disputed"] as const;
export const workStates = ["todo", "doing", "done"] as const;
export const checkWorthinessLevels = ["high", "medium", "low"] as const;
export const stances = ["supports", "refutes", "mentions"] as const;

export type MentionForm = (typeof mentionForms)[number];
export type QuoteForm = (typeof quoteForms)[number];
export type Status = (typeof statuses)[number];
export type WorkState = (typeof workStates)[number];

/** Where an annotation came from: marked by a person, or proposed by a producer and perhaps accepted by one. */
export const originSchema = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("human") }),
  z.looseObject({
    kind: z.literal("suggested"),
    producer: z.string(),
    version: z.string(),
    confidence: z.number().min(0).max(1),
    accepted: timeSchema.nullable(),
  }),
]);

export const attributeValueSchema = z.union([z.string(), z.number(), z.boolean()]);
export type Origin = z.infer<typeof originSchema>;
export type AttributeValue = z.infer<typeof attributeValueSchema>;

const common = {
  note: z.string(),
  attributes: z.record(z.string(), attributeValueSchema),
  status: z.enum(statuses),
  annotator: idSchema,
  origin: originSchema,
  created: timeSchema,
  modified: timeSchema,
};

/** Who speaks or is spoken to: the mention that names them, or the entity where the text leaves them out. */
export const partySchema = z.union([z.looseObject({ mention: idSchema }), z.looseObject({ entity: idSchema })]);
export type Party = z.infer<typeof partySchema>;

/** Who makes a claim: whoever speaks in a quote, or a named entity. */
export const claimantSchema = z.union([z.looseObject({ quote: idSchema }), z.looseObject({ entity: idSchema })]);
export type Claimant = z.infer<typeof claimantSchema>;

/** An end of a relation: an annotation or entity here, or one in another article. */
export const relationEndSchema = z.union([idSchema, z.looseObject({ article: idSchema, id: idSchema })]);
export type RelationEnd = z.infer<typeof relationEndSchema>;

export const evidenceSchema = z.looseObject({
  url: z.string(),
  excerpt: z.string(),
  stance: z.enum(stances),
  retrieved: timeSchema.nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** The annotation schemas over one span schema: UTF-16 inside the program, code points with their text in files.
 *  The order of the keys is the order in which files are written. */
export function annotationSchemas<S extends z.ZodType>(span: S) {
  const spans = z.array(span).min(1);
  return {
    mention: z.looseObject({
      id: idSchema,
      entity: idSchema.nullable(),
      form: z.enum(mentionForms),
      spans,
      ...common,
    }),
    quote: z.looseObject({
      id: idSchema,
      form: z.enum(quoteForms),
      content: spans,
      cue: z.array(span),
      speakers: z.array(partySchema),
      addressees: z.array(partySchema),
      ...common,
    }),
    claim: z.looseObject({
      id: idSchema,
      spans,
      claimant: claimantSchema.nullable(),
      quote: idSchema.nullable(),
      gist: z.string(),
      checkWorthiness: z.enum(checkWorthinessLevels).nullable(),
      verdict: z.string().nullable(),
      evidence: z.array(evidenceSchema),
      ...common,
    }),
    relation: z.looseObject({
      id: idSchema,
      type: z.string().min(1),
      from: relationEndSchema,
      to: relationEndSchema,
      ...common,
    }),
  };
}

const inMemory = annotationSchemas(spanSchema);

export const spanFields = ["spans", "content", "cue"] as const;
export type SpanField = (typeof spanFields)[number];

/** A piece of an annotation whose words are no longer in the text: what it covered, the words around it, and where it
 *  stood, in code points of the text that it stood in. */
export const lostPieceSchema = z.looseObject({
  field: z.enum(spanFields),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  text: z.string().min(1),
  before: z.string(),
  after: z.string(),
});
export type LostPiece = z.infer<typeof lostPieceSchema>;

const orphanOf = <K extends string, A extends z.ZodType>(kind: K, annotation: A) =>
  z.looseObject({
    id: idSchema,
    kind: z.literal(kind),
    /** The pieces that have no place, those that carry the annotation first. */
    lost: z.array(lostPieceSchema).min(1),
    /** The annotation without its spans; null while other pieces of it are still in the text. */
    annotation: annotation.nullable(),
  });

/** An annotation that lost its place, or some of its pieces, when the text changed. It keeps the annotation's id, so that
 *  whatever points to it still does, until a person places it or drops it. */
export const orphanSchema = z.discriminatedUnion("kind", [
  orphanOf("mention", inMemory.mention.omit({ spans: true })),
  orphanOf("quote", inMemory.quote.omit({ content: true, cue: true })),
  orphanOf("claim", inMemory.claim.omit({ spans: true })),
]);
export type Orphan = z.infer<typeof orphanSchema>;

export const mentionSchema = inMemory.mention;
export const quoteSchema = inMemory.quote;
export const claimSchema = inMemory.claim;
export const relationSchema = inMemory.relation;
export type Mention = z.infer<typeof mentionSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type Relation = z.infer<typeof relationSchema>;

export const linkSchema = z.union([
  z.looseObject({ kind: z.literal("wikidata"), id: z.string().regex(/^Q[1-9]\d*$/, "a Wikidata id looks like Q42") }),
  z.looseObject({ kind: z.literal("url"), url: z.string().min(1) }),
]);
export type Link = z.infer<typeof linkSchema>;

/** One real-world thing in the project's register. `mergedInto` names the entity that it turned out to be. */
export const entitySchema = z.looseObject({
  id: idSchema,
  type: z.string().min(1),
  name: z.string().min(1),
  aliases: z.array(z.string()),
  links: z.array(linkSchema),
  note: z.string(),
  mergedInto: idSchema.nullable(),
  created: timeSchema,
});
export type Entity = z.infer<typeof entitySchema>;

export const attributeKinds = ["enum", "boolean", "number", "text"] as const;
export const attributeSchema = z.looseObject({
  id: z.string().min(1),
  kind: z.enum(attributeKinds),
  values: z.array(z.string()),
  required: z.boolean(),
  description: z.string(),
});
export type Attribute = z.infer<typeof attributeSchema>;

const colorSchema = z.string().regex(/^#[0-9a-f]{6}$/i, "a colour is written #rrggbb");

export const entityTypeSchema = z.looseObject({
  id: z.string().min(1),
  color: colorSchema,
  key: z
    .string()
    .regex(/^[1-9]$/, "a key is a digit from 1 to 9")
    .nullable(),
  description: z.string(),
  attributes: z.array(attributeSchema),
});
export type EntityType = z.infer<typeof entityTypeSchema>;

export const relationTypeSchema = z.looseObject({ id: z.string().min(1), description: z.string() });

export const schemeSchema = z.looseObject({
  entityTypes: z.array(entityTypeSchema),
  quoteAttributes: z.array(attributeSchema),
  claimAttributes: z.array(attributeSchema),
  relationTypes: z.array(relationTypeSchema),
  verdicts: z.array(z.string()),
});
export type Scheme = z.infer<typeof schemeSchema>;

export const projectSchema = z.looseObject({
  id: idSchema,
  name: z.string().min(1),
  scheme: schemeSchema,
  guidelines: z.string(),
});
export type Project = z.infer<typeof projectSchema>;

export const blockSchema = z.looseObject({ kind: z.string().min(1), start: z.number().int(), end: z.number().int() });
export type Block = z.infer<typeof blockSchema>;

export const sourceSchema = z.looseObject({
  kind: z.enum(["file", "paste"]),
  name: z.string().nullable(),
  sha256: z.string().nullable(),
  encoding: z.string().nullable(),
  bom: z.boolean(),
});

/** An article as it stands in the window: block offsets in UTF-16 units. `removed` hides it and loses nothing. */
export const articleSchema = z.looseObject({
  id: idSchema,
  title: z.string(),
  byline: z.string().nullable(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  url: z.string().nullable(),
  language: z.string().nullable(),
  text: z.string(),
  blocks: z.array(blockSchema),
  source: sourceSchema,
  removed: z.boolean(),
});
export type Article = z.infer<typeof articleSchema>;

/** How far one annotator's work on one article has come; its id is the article's. */
export const workSchema = z.looseObject({ id: idSchema, state: z.enum(workStates) });
export type Work = z.infer<typeof workSchema>;

export const suggestedKinds = ["mention", "quote", "claim"] as const;
export const decisions = ["pending", "accepted", "rejected"] as const;

/** What a suggestion takes somebody or something named for: an entity of the register, or one to be made. */
export const guessSchema = z.looseObject({
  entity: idSchema.nullable(),
  type: z.string().min(1),
  name: z.string().min(1),
});
export type Guess = z.infer<typeof guessSchema>;

/** The suggestion schema over one span schema, as the annotation schemas. */
export const suggestionSchemaOver = <S extends z.ZodType>(span: S) =>
  z.looseObject({
    id: idSchema,
    kind: z.enum(suggestedKinds),
    decision: z.enum(decisions),
    /** Where it was proposed, whatever the analyst made of it: a quote's content, a mention's or a claim's span. */
    spans: z.array(span).min(1),
    cue: z.array(span),
    form: z.enum([...mentionForms, ...quoteForms]).nullable(),
    /** Whom a mention means, or who speaks in a quote; null where that is not known. */
    means: guessSchema.nullable(),
    /** The words that name the speaker of a quote, to be marked with it. */
    speaker: z.looseObject({ span, form: z.enum(mentionForms) }).nullable(),
    checkWorthiness: z.enum(checkWorthinessLevels).nullable(),
    producer: z.string(),
    version: z.string(),
    confidence: z.number().min(0).max(1),
    reason: z.string(),
    annotator: idSchema,
    decided: timeSchema.nullable(),
  });

/** A suggestion, complete in itself, with what the analyst decided. It is no annotation: accepting it makes one. */
export const suggestionSchema = suggestionSchemaOver(spanSchema);
export type StoredSuggestion = z.infer<typeof suggestionSchema>;

export const lessonSubjects = ["kind", "type", "name", "cue", "speaker"] as const;

/** What decisions on suggestions taught about one thing: a kind of suggestion, a type of entity, a name as something, a cue,
 *  or whom a description means. */
export const lessonSchema = z.looseObject({
  id: idSchema,
  about: z.enum(lessonSubjects),
  /** The kind, type, name, cue or description itself. */
  words: z.string(),
  /** What a name or description was taken for. */
  means: guessSchema.nullable(),
  accepted: z.number().int().nonnegative(),
  rejected: z.number().int().nonnegative(),
});
export type Lesson = z.infer<typeof lessonSchema>;

export type AnnotationKind = "mention" | "quote" | "claim" | "relation";
export type Annotation = Mention | Quote | Claim | Relation;
