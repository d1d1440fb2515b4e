/** The part of the EditContext API that the reading mode uses; not in TypeScript's DOM library yet. */
declare class EditContext extends EventTarget {}
interface Window {
  EditContext?: typeof EditContext;
}
interface HTMLElement {
  editContext?: EditContext | null;
}
