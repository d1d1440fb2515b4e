import type { Settings } from "../../shared/host/contract.ts";
import { ask } from "./requests.ts";
import { store } from "./store.ts";

export async function saveSettings(change: Partial<Settings>): Promise<void> {
  const settings = { ...store.getState().settings, ...change };
  store.setState({ settings });
  await ask("profile.saveSettings", { settings });
}

export async function setAnnotator(name: string): Promise<void> {
  store.setState({ annotatorName: name });
  await ask("profile.setAnnotator", { name });
}
