import { type Violation, violations } from "../../../shared/annotation/invariants.ts";
import type { ArticleState, ProjectState } from "../../../shared/annotation/state.ts";
import type { Problem } from "../../../shared/format/problem.ts";

/** Finds the first rule of the data model that a state breaks; null where it keeps all. No article's state is checked
 *  twice. */
export function ruleCheck(): (of: ProjectState) => Problem | null {
  const checked = new WeakMap<ArticleState, { broken: Violation | null }>();
  return (of) => {
    for (const open of of.articles.values()) {
      const known = checked.get(open);
      const broken = known ? known.broken : (violations(of, open).find((violation) => !violation.warning) ?? null);
      if (!known) checked.set(open, { broken });
      if (broken) {
        return {
          file: open.article.title,
          path: `${broken.id}.${broken.field}`,
          reason: broken.reason,
          remedy: "Undo the last step and report this; everything is saved.",
        };
      }
    }
    return null;
  };
}
