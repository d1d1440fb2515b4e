import { defaultIntake } from "../../shared/exchange/intake/choices.ts";
import type { LabelAnswer } from "../../shared/exchange/intake/labels.ts";
import type { ImportDecisions, ImportPlan } from "../../shared/host/exchange.ts";

/** What is decided before the person decides anything: people keep their work, and labels their last answer. */
export function firstDecisions(plan: ImportPlan): ImportDecisions {
  return {
    whose: plan.people.length > 0 ? { whose: "named", nobody: null } : { whose: "mine" },
    choices: defaultIntake,
    labels: plan.labels.map(({ format, kind, label, answer }) => ({ format, kind, label, answer })),
  };
}

/** Whether nothing is left open: a name that is asked for is given. */
export function isDecided({ whose }: ImportDecisions): boolean {
  if (whose.whose === "other") return whose.name.trim() !== "";
  return whose.whose !== "named" || whose.nobody === null || whose.nobody.trim() !== "";
}

/** An answer as the value of a choice, and back. */
export const answerValue = (answer: LabelAnswer): string => (answer.to === "type" ? `type:${answer.type}` : answer.to);

export function answerFrom(value: string): LabelAnswer {
  return value.startsWith("type:") ? { to: "type", type: value.slice(5) } : ({ to: value } as LabelAnswer);
}
