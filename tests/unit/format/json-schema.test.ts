import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { annotationSchemaName } from "../../../shared/format/annotation-file.ts";
import { jsonSchemas } from "../../../shared/format/json-schema.ts";
import { fileFormats } from "../../../shared/format/project-files.ts";

const folder = new URL("../../../docs/schema/", import.meta.url);

describe("the published JSON Schemas", () => {
  it("are one for each format", () => {
    const names = [annotationSchemaName, ...Object.keys(fileFormats).map((name) => `${name}.schema.json`)];
    expect([...jsonSchemas().keys()].sort()).toEqual(names.sort());
    expect(readdirSync(folder).sort()).toEqual(names.sort());
  });

  it.each([...jsonSchemas()])(
    "%s is what the program generates: after a change, node scripts/schema.ts",
    (name, content) => {
      expect(readFileSync(new URL(name, folder), "utf8")).toBe(content);
    },
  );

  it.each([...jsonSchemas()])("%s has its file's name for an id, and a title", (name, content) => {
    expect(JSON.parse(content)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: name,
      title: expect.stringMatching(/^Onrecord .*version 1$/),
      type: "object",
    });
  });

  it("allow fields that they do not know", () => {
    for (const content of jsonSchemas().values()) expect(content).not.toContain('"additionalProperties": false');
  });
});
