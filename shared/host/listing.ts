import { z } from "zod";
import { idSchema, workStates } from "../annotation/records.ts";
import { problemSchema } from "../format/problem.ts";

export const articleSummarySchema = z.object({
  id: idSchema,
  title: z.string(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  words: z.number().int(),
  state: z.enum(workStates),
  mentions: z.number().int(),
  quotes: z.number().int(),
  claims: z.number().int(),
});
export type ArticleSummary = z.infer<typeof articleSummarySchema>;

export const articleOrders = ["title", "date", "publisher", "progress"] as const;
export type ArticleOrder = (typeof articleOrders)[number];

/** Which articles, and in which order. The filter is looked for in titles and publishers, in any case. */
export const articleQuerySchema = z.strictObject({ filter: z.string().max(500), order: z.enum(articleOrders) });
export type ArticleQuery = z.infer<typeof articleQuerySchema>;
export const everyArticle: ArticleQuery = { filter: "", order: "title" };

/** A stretch of a list: at most so many of its members, from the `offset`th on. */
export const pageSchema = z.strictObject({
  offset: z.number().int().nonnegative(),
  limit: z.number().int().positive().max(500),
});

export const articlePageSchema = z.object({
  articles: z.array(articleSummarySchema),
  /** Of all articles that fit the query. */
  total: z.number().int(),
});
export type ArticlePage = z.infer<typeof articlePageSchema>;

export const articlePlaceSchema = z.object({
  /** Where in the list an article stands, from 0; null where it is not in it. */
  place: z.number().int().nullable(),
  total: z.number().int(),
});
export type ArticlePlace = z.infer<typeof articlePlaceSchema>;

/** How far the index of a project is. Without one, lists are made from the files, and nothing can be searched. */
export const indexStatusSchema = z.object({
  state: z.enum(["ready", "building", "stopped", "none"]),
  /** Articles that were looked at in this building, of so many. */
  done: z.number().int(),
  total: z.number().int(),
  /** Why there is none. */
  problem: problemSchema.nullable(),
});
export type IndexStatus = z.infer<typeof indexStatusSchema>;

export const hitOrders = ["relevance", "date", "left", "right"] as const;
export type HitOrder = (typeof hitOrders)[number];

/** A place where something that was looked for stands, with the words around it (keyword in context). */
export const hitSchema = z.object({
  article: idSchema,
  title: z.string(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  /** In UTF-16 units of the article's text. */
  start: z.number().int(),
  end: z.number().int(),
  left: z.string(),
  hit: z.string(),
  right: z.string(),
});
export type Hit = z.infer<typeof hitSchema>;

export const hitsSchema = z.object({
  /** What is to be typed differently, where nothing can be looked for. */
  reason: z.string().nullable(),
  hits: z.array(hitSchema),
  /** Hits that are known of so far, and whether those are all. */
  known: z.number().int(),
  complete: z.boolean(),
  /** Articles with a hit. */
  articles: z.number().int(),
  /** The order that the hits are in: what is found too often is not ranked. */
  order: z.enum(hitOrders),
  /** How many articles the order was made over, where that is not all of them. */
  sortedOf: z.number().int().nullable(),
});
export type Hits = z.infer<typeof hitsSchema>;

export const hitQuerySchema = z.strictObject({ query: z.string().max(1_000), order: z.enum(hitOrders) });
export type HitQuery = z.infer<typeof hitQuerySchema>;
