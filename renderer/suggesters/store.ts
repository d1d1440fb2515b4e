import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { SuggesterList } from "../../shared/host/suggesters.ts";

/** Suggesters besides the built-in one, as the host keeps them, and what is being asked of them. */
export interface Suggesters {
  list: SuggesterList | null;
  /** Whom the person is about to ask, until they have consented. */
  pending: { suggester: string; trial: boolean } | null;
  /** The trial that runs, or how the last one ended. */
  trial: { suggester: string; task: string | null; said: string; failed: boolean } | null;
}

export const suggesters = createStore<Suggesters>(() => ({ list: null, pending: null, trial: null }));

/** Reads a part of it in a component. */
export const useSuggesters = <T>(selector: (state: Suggesters) => T): T => useStore(suggesters, selector);
