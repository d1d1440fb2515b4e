let isDown = false;

const become = (down: boolean) => () => {
  isDown = down;
};

if (typeof window !== "undefined") {
  window.addEventListener("pointerdown", become(true), { capture: true });
  window.addEventListener("pointerup", become(false), { capture: true });
  window.addEventListener("pointercancel", become(false), { capture: true });
  // Not captured: an element that loses the focus to what was pressed tells of that too.
  window.addEventListener("blur", become(false));
}

/** Whether a button of the mouse is down, or a finger: what is drawn anew then ends a selection that is being drawn. */
export const isPointerDown = (): boolean => isDown;
