import { nanoid } from "nanoid";
import { fail } from "./problems.ts";

/** Opaque names for the files and folders that the host has shown to its window. */
export interface Handles {
  of(path: string): string;
  /** @throws ProblemError for a handle that this host did not give. */
  path(handle: string): string;
}

export function createHandles(): Handles {
  const paths = new Map<string, string>();
  const handles = new Map<string, string>();
  return {
    of(path) {
      const known = handles.get(path);
      if (known) return known;
      const handle = nanoid();
      handles.set(path, handle);
      paths.set(handle, path);
      return handle;
    },
    path: (handle) =>
      paths.get(handle) ?? fail("The file", "it was not chosen in this window", "Choose it again with Open or Import."),
  };
}
