import type { Article, Entity, EntityType } from "../../../shared/annotation/records.ts";
import type { SuggesterSettings } from "../../../shared/host/suggesters.ts";
import { type ProtocolRequest, protocolVersion } from "../../../shared/suggest/protocol/messages.ts";
import type { Dropped } from "../../../shared/suggest/protocol/verify.ts";

/** One article that a suggester is asked about, and who is told what becomes of it. */
export interface Asking {
  article: Pick<Article, "id" | "text" | "blocks" | "language">;
  types: readonly Pick<EntityType, "id" | "description">[];
  /** The project's entities, or nothing where their names are not to be sent. */
  register: readonly Pick<Entity, "id" | "type" | "name" | "aliases">[] | null;
  /** Aborted when the person takes it back. */
  cancelled: AbortSignal;
  onDropped(dropped: Dropped): void;
  onProgress(done: number, total: number): void;
}

/** What a reply may cost. */
export const limits = {
  lineBytes: 1024 * 1024,
  replyBytes: 32 * 1024 * 1024,
  suggestions: 20_000,
};

export function requestOf({ article, types, register }: Asking): ProtocolRequest {
  return {
    format: "onrecord/suggest",
    version: protocolVersion,
    id: article.id,
    text: article.text,
    language: article.language,
    types: types.map(({ id, description }) => ({ id, description })),
    ...(register
      ? { register: register.map(({ id, type, name, aliases }) => ({ id, type, name, aliases: [...aliases] })) }
      : {}),
  };
}

/** What a reply may refer to. */
export const knownTo = ({ types, register }: Asking) => ({
  types: types.map(({ id }) => id),
  register: (register ?? []).map(({ id }) => id),
});

/** Aborts when the person cancels or the time is up. */
export const endOf = (asking: Asking, { seconds }: SuggesterSettings): AbortSignal =>
  AbortSignal.any([asking.cancelled, AbortSignal.timeout(seconds * 1000)]);
