import { useEffect, useState } from "react";
import type { Part } from "../app/later.ts";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import "./later.css";

/** Draws a dialog that is a part: at once where it is there, otherwise when it has come. Until then it can be closed
 *  already; where it does not come, the person is told and can try again. */
export function Later<P extends object>({ of, props, onClose }: { of: Part<P>; props: P; onClose(): void }) {
  const [Found, setFound] = useState(() => of.found);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (Found || failed) return;
    let isWanted = true;
    of.fetch().then(
      (component) => isWanted && setFound(() => component),
      () => isWanted && setFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [of, Found, failed]);
  if (Found) return <Found {...props} />;
  return (
    // Until it fails its text has the focus, not a button: what is typed for the dialog that comes must press nothing.
    <Modal
      title={failed ? "This could not be opened" : "Opening"}
      plain={!failed}
      reading={!failed}
      onClose={onClose}
      footer={failed ? <WaysOut onRetry={() => setFailed(false)} onClose={onClose} /> : undefined}
    >
      {failed ? <NotThere /> : <Coming onClose={onClose} />}
    </Modal>
  );
}

/** What is mostly gone before it can be seen. */
function Coming({ onClose }: { onClose(): void }) {
  return (
    <div className="coming">
      <p role="status">Opening…</p>
      <button type="button" className="button" onClick={onClose}>
        Cancel
      </button>
    </div>
  );
}

function NotThere() {
  return (
    <div className="not-there">
      <p role="alert">A part of the program could not be loaded. Everything else goes on.</p>
      <p className="hint">If that happens again, save, then start the program once more.</p>
    </div>
  );
}

function WaysOut({ onRetry, onClose }: { onRetry(): void; onClose(): void }) {
  return (
    <>
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
      <button type="button" className="button primary" ref={focusFirst} onClick={onRetry}>
        Try again
      </button>
    </>
  );
}
