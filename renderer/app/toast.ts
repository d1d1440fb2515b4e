import { type Problem, problemSentence } from "../../shared/format/problem.ts";
import { store, type Toast } from "./store.ts";

let nextToast = 1;

export function toast(
  title: string,
  lines: string[] = [],
  options: Partial<Pick<Toast, "tone" | "action">> = {},
): void {
  const id = nextToast;
  nextToast += 1;
  const tone = options.tone ?? "info";
  store.setState((app) => ({ toasts: [...app.toasts, { id, title, lines, tone, action: options.action ?? null }] }));
  if (tone === "info") setTimeout(() => dismissToast(id), 6_000 + lines.length * 4_000);
}

export function dismissToast(id: number): void {
  store.setState((app) => ({ toasts: app.toasts.filter((one) => one.id !== id) }));
}

export const showProblem = (problem: Problem): void =>
  toast("That did not work", [problemSentence(problem)], { tone: "problem" });

/** Says what could not be read in one notice, which leads to the list of all. */
export function tellProblems(problems: readonly Problem[]): void {
  toast("Some of this could not be read", problems.slice(0, 3).map(problemSentence), {
    tone: "problem",
    action: { label: `Show all ${problems.length}`, run: () => store.setState({ dialog: "problems" }) },
  });
}
