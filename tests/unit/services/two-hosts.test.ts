import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openProfile } from "../../../electron/services/profile.ts";
import { createFolderProject, folderBackend } from "../../../electron/services/store/folder.ts";
import { validateFile } from "../../../electron/services/validate.ts";
import { setProject } from "../../../shared/annotation/actions/project.ts";
import type { Operation } from "../../../shared/annotation/operation.ts";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import { author, entity, mention, plain, project, spanOf, temporaryFolder } from "../../builders.ts";
import { type HeadlessWindow, openHeadlessWindow } from "../../support/headless-window.ts";
import { filled, must, text } from "./support.ts";

const minutes = Number(process.env.ONRECORD_MINUTES ?? 1 / 6);

/** A project with a story, and two users who know it, each with a profile of their own. */
async function shared() {
  const root = temporaryFolder();
  const folder = join(root, "project");
  const users = await Promise.all(
    ["Ann", "Bob"].map(async (name) => {
      const profile = join(root, `profile-${name}`);
      return { profile, annotator: await (await openProfile(profile)).setAnnotator(name) };
    }),
  );
  const [first] = users;
  await createFolderProject(folder, project(), must(first).annotator);
  const backend = folderBackend(folder, must(first).annotator);
  const { state } = await backend.load();
  await backend.save(state, filled(state), () => undefined);
  return { folder, users };
}

const at = () => new Date().toISOString();
const label = "Test";
const addMention = (id: string, annotator: string): Operation => ({
  label,
  at: at(),
  changes: [
    {
      table: "mention",
      article: "story",
      id,
      before: null,
      after: mention(id, spanOf(text, "The Post"), "e2", { annotator }),
    },
  ],
});
const addEntity = (id: string): Operation => ({
  label,
  at: at(),
  changes: [{ table: "entity", id, before: null, after: entity(id, `Name of ${id}`) }],
});
const changeEntity = (state: ProjectState, fields: object): Operation => {
  const before = must(state.entities.get("e1"));
  return { label, at: at(), changes: [{ table: "entity", id: "e1", before, after: { ...before, ...fields } }] };
};

/** Writes as fast as the host answers, of everything that a project has. */
async function write(window: HeadlessWindow, who: "ann" | "bob", annotator: string, until: number): Promise<number> {
  let turn = 0;
  while (Date.now() < until) {
    turn += 1;
    const value = `${who} ${turn}`;
    await window.perform(() => addMention(`m-${who}-${turn}`, annotator));
    await window.perform(() => addEntity(`e-${who}-${turn}`));
    await window.perform((state) => changeEntity(state, who === "ann" ? { note: value } : { aliases: [value] }));
    const fields = who === "ann" ? { guidelines: value } : { name: value };
    await window.perform((state) => setProject(state, author(), label, fields));
    if (turn % 5 === 0) await window.save();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return turn;
}

describe("two programs on one project folder", { timeout: 120_000 + minutes * 120_000 }, () => {
  it("write at once as two annotators, and nothing is lost or torn", async () => {
    const { folder, users } = await shared();
    const [ann, bob] = await Promise.all(users.map(({ profile }) => openHeadlessWindow(profile, folder)));
    const [a, b] = [must(ann), must(bob)];
    const until = Date.now() + minutes * 60_000;
    const ids = users.map(({ annotator }) => annotator.id);
    const [byAnn, byBob] = await Promise.all([
      write(a, "ann", must(ids[0]), until),
      write(b, "bob", must(ids[1]), until),
    ]);
    const shown = (state: ProjectState) => JSON.stringify(plain({ ...state, articles: state.articles.clear() }));
    let settled = false;
    for (let turn = 0; turn < 100 && !settled; turn += 1) {
      const states = [await a.save(), await b.save()];
      settled = states.every((state) => state === "saved") && shown(a.state()) === shown(b.state());
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await Promise.all([a.close(), b.close()]);

    const torn = await validateFile(folder, folder);
    let lost = 0;
    const count = (isThere: boolean) => {
      if (!isThere) lost += 1;
    };
    for (const [index, turns] of [byAnn, byBob].entries()) {
      const who = index === 0 ? "ann" : "bob";
      const backend = folderBackend(folder, must(users[index]).annotator);
      const { state } = await backend.load();
      const { open } = await backend.article("story");
      for (let turn = 1; turn <= turns; turn += 1) {
        count(open.mentions.has(`m-${who}-${turn}`));
        count(state.entities.has(`e-${who}-${turn}`));
      }
      const shared = must(state.entities.get("e1"));
      const last = `${who} ${turns}`;
      count((who === "ann" ? shared.note : shared.aliases[0]) === last);
      count((who === "ann" ? state.project.guidelines : state.project.name) === last);
    }
    const writes = 4 * (byAnn + byBob);
    console.log(
      `two hosts, ${Math.round(minutes * 60)} s: operations: ${writes}, lost: ${lost}, problems in files: ${torn.length}, changes to decide: ${a.conflicts() + b.conflicts()}`,
    );
    expect(torn).toEqual([]);
    expect(settled).toBe(true);
    expect(lost).toBe(0);
  });
});
