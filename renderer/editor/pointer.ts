let isDown = false;

const become = (down: boolean) => () => {
  isDown = down;
};

if (typeof window !== "undefined") {
  window.addEventListener("pointerdown", become(true), { capture: true });
  for (const name of ["pointerup", "pointercancel", "blur"])
    window.addEventListener(name, become(false), { capture: true });
}

/** Whether a button of the mouse is down, or a finger: what is drawn anew then ends a selection that is being drawn. */
export const isPointerDown = (): boolean => isDown;
