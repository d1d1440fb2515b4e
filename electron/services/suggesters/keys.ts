import type { keyPlaces } from "../../../shared/host/suggesters.ts";
import type { Kept } from "./kept.ts";

/** The system's secure storage, where it has one. */
export interface Secrets {
  encrypt(text: string): Promise<Uint8Array>;
  decrypt(bytes: Uint8Array): Promise<string>;
}

/** Keys of suggesters: encrypted by the system and kept, or in memory alone. They are set and used, and never shown again. */
export interface Keys {
  /** @param key null forgets it. */
  set(suggester: string, key: string | null): Promise<void>;
  get(suggester: string): Promise<string | null>;
  place(suggester: string): (typeof keyPlaces)[number];
}

export function createKeys(kept: Kept, secrets: Secrets | null): Keys {
  const inMemory = new Map<string, string>();
  return {
    async set(suggester, key) {
      inMemory.delete(suggester);
      const { [suggester]: _before, ...others } = kept.data().keys;
      if (key === null || !secrets) {
        if (key !== null) inMemory.set(suggester, key);
        await kept.change({ ...kept.data(), keys: others });
        return;
      }
      const encrypted = Buffer.from(await secrets.encrypt(key)).toString("base64");
      await kept.change({ ...kept.data(), keys: { ...others, [suggester]: encrypted } });
    },
    async get(suggester) {
      const known = inMemory.get(suggester);
      const encrypted = kept.data().keys[suggester];
      if (known !== undefined || encrypted === undefined || !secrets) return known ?? null;
      // One that another user or system encrypted is of no use.
      return secrets.decrypt(Buffer.from(encrypted, "base64")).catch(() => null);
    },
    place: (suggester) =>
      inMemory.has(suggester) ? "memory" : secrets && Object.hasOwn(kept.data().keys, suggester) ? "kept" : "none",
  };
}
