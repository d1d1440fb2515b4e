import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { ExchangeSource } from "../../shared/host/exchange.ts";

/** Files that wait for the import dialog: dropped on the window, or dropped on the dialog while it is open. */
export interface ExchangeState {
  dropped: ExchangeSource[] | null;
}

export const exchange = createStore<ExchangeState>(() => ({ dropped: null }));

/** Reads a part of it in a component. */
export const useExchange = <T>(selector: (state: ExchangeState) => T): T => useStore(exchange, selector);
