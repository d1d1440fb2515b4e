// Writes the published JSON Schemas to docs/schema. Run it after a change to a format: node scripts/schema.ts
import { mkdirSync, writeFileSync } from "node:fs";
import { jsonSchemas } from "../shared/format/json-schema.ts";

const folder = new URL("../docs/schema/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, content] of jsonSchemas()) writeFileSync(new URL(name, folder), content);
