// The program as `onrecord serve` runs it, on a disk that records what was synced: for tests that cut the power.
// node recorded-host.ts <profile> <project> [<record>]
import { join } from "node:path";
import { disk } from "../../electron/services/file-system.ts";
import { openProfile } from "../../electron/services/profile.ts";
import { startWebHost } from "../../electron/web.ts";
import { recordingDisk } from "./power-cut.ts";

const root = join(import.meta.dirname, "..", "..");
const [profile = "", project = "", record] = process.argv.slice(2);
const web = await startWebHost({
  profile: await openProfile(profile, record ? recordingDisk(record) : disk),
  renderer: join(root, "dist", "renderer"),
  assets: join(root, "assets"),
  version: "0.0.0",
  port: 0,
  openAtStart: project,
  openExternal: async () => undefined,
});
process.stdout.write(`${JSON.stringify({ url: web.url })}\n`);
