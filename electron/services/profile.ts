import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { homedir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { nanoid } from "nanoid";
import { z } from "zod";
import { idSchema } from "../../shared/annotation/records.ts";
import {
  defaultSettings,
  projectKinds,
  type Recent,
  type Settings,
  settingsSchema,
} from "../../shared/host/contract.ts";
import { makeFolder, writeAtomically } from "./atomic-write.ts";
import { disk, type FileSystem } from "./file-system.ts";
import type { Handles } from "./handles.ts";

/** Where this user's profile lies: journals, recents, settings. `ONRECORD_PROFILE` names another. */
export function profileFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.ONRECORD_PROFILE) return environment.ONRECORD_PROFILE;
  const home = environment.HOME ?? homedir();
  if (process.platform === "win32") return join(environment.APPDATA ?? join(home, "AppData", "Roaming"), "Onrecord");
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "Onrecord");
  return join(environment.XDG_CONFIG_HOME ?? join(home, ".config"), "onrecord");
}

const annotatorSchema = z.object({ id: idSchema, name: z.string() });
const storedRecentSchema = z.object({
  path: z.string(),
  kind: z.enum(projectKinds),
  name: z.string(),
  opened: z.iso.datetime(),
});
const profileSchema = z.object({
  annotator: annotatorSchema.nullable().default(null),
  settings: settingsSchema.partial().default({}),
  recents: z.array(storedRecentSchema).default([]),
});
type ProfileData = z.infer<typeof profileSchema>;
export type Annotator = z.infer<typeof annotatorSchema>;

const mostRecents = 20;

/** What the program remembers about its user, outside every project. */
export interface Profile {
  readonly folder: string;
  /** Through which everything is written, in the profile and in projects. */
  readonly files: FileSystem;
  annotator(): Annotator | null;
  /** The annotator, named after the system's user until they say another name. */
  annotatorOrDefault(): Promise<Annotator>;
  setAnnotator(name: string): Promise<Annotator>;
  settings(): Settings;
  saveSettings(settings: Settings): Promise<void>;
  recents(handles: Handles): Promise<Recent[]>;
  remember(path: string, kind: "folder" | "file", name: string): Promise<void>;
  forget(path: string): Promise<void>;
  /** A folder of the profile that is made when it is missing. */
  subfolder(name: string): Promise<string>;
}

export async function openProfile(folder: string, files: FileSystem = disk): Promise<Profile> {
  // A profile that cannot be written is no reason not to work: what is missing of it is said where it matters.
  await makeFolder(folder, files).catch(() => undefined);
  const path = join(folder, "profile.json");
  let data = await readProfile(path, files);
  let writing: Promise<void> = Promise.resolve();
  const change = (next: ProfileData): Promise<void> => {
    data = next;
    writing = writing
      .catch(() => undefined)
      .then(() => writeAtomically(path, `${JSON.stringify(data, null, 2)}\n`, files));
    return writing;
  };
  const setAnnotator = async (name: string) => {
    const annotator = { id: data.annotator?.id ?? newAnnotatorId(), name };
    await change({ ...data, annotator });
    return annotator;
  };
  return {
    folder,
    files,
    annotator: () => data.annotator,
    annotatorOrDefault: async () => {
      if (data.annotator) return data.annotator;
      const made = { id: newAnnotatorId(), name: userInfo().username };
      await change({ ...data, annotator: made }).catch(() => undefined);
      return made;
    },
    setAnnotator,
    settings: () => ({ ...defaultSettings, ...data.settings }),
    saveSettings: (settings) => change({ ...data, settings }),
    recents: async (handles) =>
      Promise.all(
        data.recents.map(async (recent) => ({
          handle: handles.of(recent.path),
          kind: recent.kind,
          name: recent.name,
          location: recent.path,
          opened: recent.opened,
          missing: !(await stat(recent.path).then(
            () => true,
            () => false,
          )),
        })),
      ),
    remember: (recentPath, kind, name) => {
      const others = data.recents.filter((recent) => recent.path !== recentPath);
      const opened = new Date().toISOString();
      return change({ ...data, recents: [{ path: recentPath, kind, name, opened }, ...others].slice(0, mostRecents) });
    },
    forget: (recentPath) => change({ ...data, recents: data.recents.filter((recent) => recent.path !== recentPath) }),
    subfolder: async (name) => {
      const wanted = join(folder, name);
      await makeFolder(wanted, files);
      return wanted;
    },
  };
}

/** An id that no annotator has yet. */
export const newAnnotatorId = (): string => `a_${nanoid(10).replace(/[^A-Za-z0-9]/g, "x")}`;

/** A damaged profile is set aside, never an obstacle: the work is in the projects and journals. */
async function readProfile(path: string, files: FileSystem): Promise<ProfileData> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : null;
    // One that is there and cannot be read now must not be written over with an empty one.
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  });
  if (text === null) return profileSchema.parse({});
  try {
    return profileSchema.parse(JSON.parse(text));
  } catch {
    await writeAtomically(`${path}.damaged`, text, files).catch(() => undefined);
    return profileSchema.parse({});
  }
}

/** An id as a part of a file name. Ids come from files too, so they may hold anything. */
export const fileSafe = (id: string): string =>
  /^[A-Za-z0-9_-]{1,60}$/.test(id) ? id : createHash("sha256").update(id).digest("hex").slice(0, 32);

/** A short name for a path that no other path has, for files in the profile. */
export const pathKey = (path: string): string =>
  `${basename(path)
    .replace(/[^\w-]+/g, "-")
    .slice(0, 40)}-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`;
