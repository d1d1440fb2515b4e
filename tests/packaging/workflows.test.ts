import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readYaml, root } from "./package.ts";

const stepSchema = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflowSchema = z.object({
  on: z.unknown(),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      "runs-on": z.string(),
      "timeout-minutes": z.number(),
      permissions: z.record(z.string(), z.string()).optional(),
      strategy: z.object({ matrix: z.object({ os: z.array(z.string()) }) }).optional(),
      steps: z.array(stepSchema),
    }),
  ),
});
const workflow = (name: string) =>
  workflowSchema.parse(readYaml(readFileSync(join(root, ".github", "workflows", name), "utf8")));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

describe.each(["ci.yml", "release.yml"])("the workflow %s", (name) => {
  const { jobs, permissions } = workflow(name);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it("may read the repository, and only a job that publishes may write", () => {
    expect(permissions).toEqual({ contents: "read" });
    const writers = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    expect(writers.map(([job]) => job)).toEqual(name === "release.yml" ? ["publish"] : []);
  });

  it("takes its actions by version, and leaves no credentials in the checkout", () => {
    for (const { uses, with: inputs } of steps.filter((step) => step.uses !== undefined)) {
      expect(uses).toMatch(/^actions\/[\w-]+@(?:v\d+|[0-9a-f]{40})$/);
      if (uses?.startsWith("actions/checkout@")) expect(inputs).toMatchObject({ "persist-credentials": false });
    }
  });

  it("runs only scripts that there are", () => {
    const named = steps.flatMap((step) =>
      [...(step.run ?? "").matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const script of named) expect(Object.keys(scripts)).toContain(script);
  });

  it("covers the three systems", () => {
    for (const { strategy } of Object.values(jobs).filter((job) => job.strategy)) {
      expect(strategy?.matrix.os).toEqual(["ubuntu-latest", "macos-latest", "windows-latest"]);
    }
  });

  it("puts nothing that a contributor can name into a command", () => {
    const inserted = steps.flatMap((step) =>
      [...(step.run ?? "").matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)].map(([, one]) => one),
    );
    const safe = ["github.repository_owner", "github.event.repository.name"];
    expect(inserted.filter((one) => !safe.includes(one ?? ""))).toEqual([]);
  });
});
