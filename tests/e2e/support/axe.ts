import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright/test";

/** Serious and critical violations of the page as it stands, as sentences. */
export async function violations(page: Page): Promise<string[]> {
  // A notice on its way in is half transparent: it is looked at when it stands.
  await page.waitForTimeout(200);
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return found
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1] ?? ""}`),
    );
}
