import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useLayoutEffect } from "react";
import { editorPort } from "../editor/port.ts";
import "./modal.css";

/** A dialog over the window: Esc and the corner close it, the focus stays in it and goes back afterwards. */
export function Modal(props: {
  title: string;
  description?: string;
  wide?: boolean;
  plain?: boolean;
  /** There is nothing in it to press: the text itself takes the focus, so that keys can scroll it. */
  reading?: boolean;
  onClose(): void;
  children: ReactNode;
  footer?: ReactNode;
}) {
  useLayoutEffect(() => () => queueMicrotask(giveBackFocus), []);
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : props.onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="modal-overlay" />
        <Dialog.Content
          className={`modal${props.wide ? " modal-wide" : ""}${props.plain ? " modal-plain" : ""}`}
          {...(props.description ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={(event) => {
            // This comes a moment after the dialog is gone: a field that took the focus meanwhile is being typed in.
            const editor = editorPort();
            if (!isFocusTaken() && !editor) return;
            event.preventDefault();
            if (!isFocusTaken()) editor?.focus();
          }}
        >
          <header className={props.plain ? "visually-hidden" : "modal-head"}>
            <Dialog.Title>{props.title}</Dialog.Title>
            {props.plain ? null : (
              <Dialog.Close className="icon-button" aria-label="Close">
                <X size={18} />
              </Dialog.Close>
            )}
          </header>
          {props.description ? (
            <Dialog.Description className="modal-description">{props.description}</Dialog.Description>
          ) : null}
          <div className="modal-body" {...(props.reading ? { tabIndex: 0 } : {})}>
            {props.children}
          </div>
          {props.footer ? <footer className="modal-foot">{props.footer}</footer> : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Gives the article the focus once a dialog is gone, before the next key: Radix gives it back only in a task of its own. */
function giveBackFocus(): void {
  if (!isFocusTaken() && !document.querySelector('[role="dialog"]')) editorPort()?.focus();
}

const isFocusTaken = (): boolean => document.activeElement !== null && document.activeElement !== document.body;
