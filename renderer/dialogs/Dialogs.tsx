import { type Part, part } from "../app/later.ts";
import { type DialogName, store, useApp } from "../app/store.ts";
import { Later } from "./Later.tsx";
import { Palette } from "./Palette.tsx";

const dialogs: Record<Exclude<DialogName, "palette">, Part<{ onClose(): void }>> = {
  keys: part(async () => (await import("./KeysDialog.tsx")).KeysDialog),
  settings: part(async () => (await import("./SettingsDialog.tsx")).SettingsDialog),
  scheme: part(async () => (await import("./SchemeDialog.tsx")).SchemeDialog),
  guidelines: part(async () => (await import("./GuidelinesDialog.tsx")).GuidelinesDialog),
  paste: part(async () => (await import("./PasteDialog.tsx")).PasteDialog),
  newProject: part(async () => (await import("./NewProjectDialog.tsx")).NewProjectDialog),
  article: part(async () => (await import("./ArticleDialog.tsx")).ArticleDialog),
  versions: part(async () => (await import("./VersionsDialog.tsx")).VersionsDialog),
  problems: part(async () => (await import("./ProblemsDialog.tsx")).ProblemsDialog),
  about: part(async () => (await import("./AboutDialog.tsx")).AboutDialog),
  learnt: part(async () => (await import("../review/LearntDialog.tsx")).LearntDialog),
  suggesters: part(async () => (await import("../suggesters/SuggestersDialog.tsx")).SuggestersDialog),
  consent: part(async () => (await import("../suggesters/ConsentDialog.tsx")).ConsentDialog),
  conflict: part(async () => (await import("./ConflictDialog.tsx")).ConflictDialog),
  locked: part(async () => (await import("./LockDialog.tsx")).LockDialog),
  export: part(async () => (await import("../exchange/ExportDialog.tsx")).ExportDialog),
  import: part(async () => (await import("../exchange/ImportDialog.tsx")).ImportDialog),
};

const fileChooser = part(async () => (await import("./FileChooser.tsx")).FileChooser);
const fieldsDialog = part(async () => (await import("./FieldsDialog.tsx")).FieldsDialog);

/** Whatever dialog is open; a file chooser stands over it. */
export function Dialogs() {
  const name = useApp((app) => app.dialog);
  const chooser = useApp((app) => app.chooser);
  const question = useApp((app) => app.fieldsQuestion);
  const close = () => store.setState({ dialog: null, editing: null });
  return (
    <>
      {name === "palette" ? (
        // Not fetched later: people type on without a look as soon as they have pressed its key.
        <Palette onClose={close} />
      ) : name === null ? null : (
        <Later key={name} of={dialogs[name]} props={{ onClose: close }} onClose={close} />
      )}
      {question ? <Later of={fieldsDialog} props={{ question }} onClose={() => question.resolve(null)} /> : null}
      {chooser ? <Later of={fileChooser} props={{ chooser }} onClose={() => chooser.resolve([])} /> : null}
    </>
  );
}
