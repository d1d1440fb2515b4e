import type { Problem } from "../../shared/format/problem.ts";

/** Thrown inside the host and turned into a reply's problem at its edge. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/** A file was not written because another program has just changed it: it is looked at, and then written. */
export class ChangedMeanwhile extends ProblemError {
  constructor(file: string) {
    super({
      file,
      path: "",
      reason: "another program has changed it in the meantime",
      remedy: "What to keep of both is asked in a moment.",
    });
  }
}

export function fail(file: string, reason: string, remedy: string, path = ""): never {
  throw new ProblemError({ file, path, reason, remedy });
}

const reasons: Record<string, [reason: string, remedy: string]> = {
  ENOENT: ["it is not there any more", "Check the drive or folder, or choose another place."],
  EACCES: ["this user may not read or write it", "Change its permissions, or choose another place."],
  EPERM: ["this user may not change it", "Change its permissions, or choose another place."],
  EROFS: ["it lies on a read-only drive", "Choose another place; the work so far is kept in the journal."],
  ENOSPC: ["the disk is full", "Free some space and save again; the work so far is kept in memory."],
  EISDIR: ["it is a folder", "Choose a file."],
  ENOTDIR: ["a part of its path is no folder", "Choose another place."],
  EEXIST: ["something of that name is there already", "Choose another name."],
  EBUSY: ["another program keeps it locked", "Close that program and try again."],
};

/** For `catch`: nothing where there is no such file; any other error goes on. */
export function ignoreMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}

/** Any error as a problem that a person can act on. */
export function asProblem(error: unknown, file = ""): Problem {
  if (error instanceof ProblemError) return error.problem;
  const details: Record<string, unknown> = error instanceof Error ? { ...error } : {};
  const known = reasons[String(details.code)];
  const where = typeof details.path === "string" ? details.path : file;
  if (known) return { file: where, path: "", reason: known[0], remedy: known[1] };
  const message = error instanceof Error ? error.message : String(error);
  return { file: where, path: "", reason: message, remedy: "Try again; nothing that was saved has changed." };
}
