import { X } from "lucide-react";
import { editorPort } from "../editor/port.ts";
import { useApp } from "./store.ts";
import { dismissToast } from "./toast.ts";
import "./toasts.css";

/** Does what takes a notice away; the focus would go with the button that had it. */
function leave(action: () => void): void {
  action();
  editorPort()?.focus();
}

/** Notices in the corner: what happened, and the way out. Problems stay until they are dismissed. */
export function Toasts() {
  const toasts = useApp((app) => app.toasts);
  const busy = useApp((app) => app.busy);
  return (
    <section className="toasts" aria-label="Notices" aria-live="polite">
      {busy ? (
        <div className="toast">
          <strong>
            {busy.label} {busy.total > 1 ? `(${Math.floor(busy.done)} of ${busy.total})` : ""}
          </strong>
          <progress aria-label="Progress" {...(busy.total > 0 ? { value: busy.done, max: busy.total } : {})} />
          <button type="button" className="button" onClick={() => leave(busy.cancel)}>
            Cancel
          </button>
        </div>
      ) : null}
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={`toast toast-${toast.tone} fade-in`}
          role={toast.tone === "problem" ? "alert" : "status"}
        >
          <div className="toast-head">
            <strong>{toast.title}</strong>
            <button
              type="button"
              className="icon-button"
              aria-label="Dismiss"
              onClick={() => leave(() => dismissToast(toast.id))}
            >
              <X size={14} />
            </button>
          </div>
          {toast.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          {toast.action ? (
            <button
              type="button"
              className="button"
              onClick={() => {
                toast.action?.run();
                leave(() => dismissToast(toast.id));
              }}
            >
              {toast.action.label}
            </button>
          ) : null}
        </div>
      ))}
    </section>
  );
}
