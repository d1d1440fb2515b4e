import type { ComponentType } from "react";
import { type DialogName, store, useApp } from "../app/store.ts";
import { AboutDialog } from "./AboutDialog.tsx";
import { ArticleDialog } from "./ArticleDialog.tsx";
import { ConflictDialog } from "./ConflictDialog.tsx";
import { FileChooser } from "./FileChooser.tsx";
import { GuidelinesDialog } from "./GuidelinesDialog.tsx";
import { KeysDialog } from "./KeysDialog.tsx";
import { LockDialog } from "./LockDialog.tsx";
import { NewProjectDialog } from "./NewProjectDialog.tsx";
import { Palette } from "./Palette.tsx";
import { PasteDialog } from "./PasteDialog.tsx";
import { ProblemsDialog } from "./ProblemsDialog.tsx";
import { SchemeDialog } from "./SchemeDialog.tsx";
import { SettingsDialog } from "./SettingsDialog.tsx";
import { VersionsDialog } from "./VersionsDialog.tsx";

const dialogs: Record<DialogName, ComponentType<{ onClose(): void }>> = {
  palette: Palette,
  keys: KeysDialog,
  settings: SettingsDialog,
  scheme: SchemeDialog,
  guidelines: GuidelinesDialog,
  paste: PasteDialog,
  newProject: NewProjectDialog,
  article: ArticleDialog,
  versions: VersionsDialog,
  problems: ProblemsDialog,
  about: AboutDialog,
  conflict: ConflictDialog,
  locked: LockDialog,
};

/** Whatever dialog is open; a file chooser stands over it. */
export function Dialogs() {
  const name = useApp((app) => app.dialog);
  const chooser = useApp((app) => app.chooser);
  const Shown = name === null ? null : dialogs[name];
  return (
    <>
      {Shown ? <Shown onClose={() => store.setState({ dialog: null, editing: null })} /> : null}
      {chooser ? <FileChooser chooser={chooser} /> : null}
    </>
  );
}
