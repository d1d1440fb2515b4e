/** A `ref` for the field that a dialog begins with. Runs before the dialog would give its close button the focus. */
export function focusFirst(field: HTMLElement | null): void {
  field?.focus();
}
