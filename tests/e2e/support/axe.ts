import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";

/** Serious and critical violations of the page as it stands, or of the part of it that is new, as sentences. */
export async function violations(page: Page, part = "body"): Promise<string[]> {
  // What fades in is half transparent: it is looked at when it stands.
  await page.waitForTimeout(250);
  const { violations: found } = await new AxeBuilder({ page }).include(part).setLegacyMode(true).analyze();
  return found
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1] ?? ""}`),
    );
}
