import { safeStorage } from "electron";
import type { Secrets } from "./services/suggesters/keys.ts";

/** The system's secure storage of keys, or null where it has none that others could not read: on Linux without a keyring
 *  Electron would encrypt with a password that everybody knows. */
export function systemSecrets(): Secrets | null {
  const isOpen = process.platform === "linux" && safeStorage.getSelectedStorageBackend() === "basic_text";
  if (isOpen || !safeStorage.isEncryptionAvailable()) return null;
  return {
    encrypt: async (text) => safeStorage.encryptString(text),
    decrypt: async (bytes) => safeStorage.decryptString(Buffer.from(bytes)),
  };
}
