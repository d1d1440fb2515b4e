import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { type StoredSuggestion, suggestedKinds } from "../../shared/annotation/records.ts";
import { usualLeast, type Wanted } from "../../shared/suggest/offered.ts";

/** What is suggested for the article that is shown, and where the review of it stands. */
export interface Review {
  /** Whether suggestions are being made, are there, cannot be made, or are switched off. */
  status: "off" | "running" | "ready" | "none" | "failed";
  /** Whether more is known by now than what is there was made from: it is about to be made anew. */
  renewing: boolean;
  /** Why they cannot be made. */
  reason: string;
  /** What the producers suggest, decided or not. */
  made: readonly StoredSuggestion[];
  /** What is drawn and gone through: undecided, of the wanted kinds, sure enough, in reading order. */
  offered: readonly StoredSuggestion[];
  current: StoredSuggestion | null;
  /** Where in the text the review stands, from where Tab goes on. */
  at: number;
  wanted: Wanted;
}

const usual: Wanted = { kinds: new Set(suggestedKinds), least: usualLeast };
export const nothingSuggested = {
  renewing: false,
  reason: "",
  made: [],
  offered: [],
  current: null,
  at: 0,
} satisfies Partial<Review>;

export const review = createStore<Review>(() => ({ status: "off", ...nothingSuggested, wanted: usual }));

/** Reads a part of the review in a component. */
export const useReview = <T>(selector: (state: Review) => T): T => useStore(review, selector);
