import { nanoid } from "nanoid";
import type { Project } from "../../shared/annotation/records.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";

/** An empty project with the scheme for news. */
export const newProject = (name: string): Project => ({
  id: `p_${nanoid(12)}`,
  name,
  scheme: newsScheme,
  guidelines: "",
});
