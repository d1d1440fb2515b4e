import { useEffect, useState } from "react";
import { useApp } from "../app/store.ts";
import { Modal } from "../widgets/Modal.tsx";
import "./about.css";

const unreadable = "The notices cannot be read now. They lie beside the program as third-party-notices.txt.";

/** Which version this is, and whose work is in it. */
export function AboutDialog({ onClose }: { onClose(): void }) {
  const version = useApp((app) => app.version);
  const [notices, setNotices] = useState("");
  useEffect(() => {
    const shown = { wanted: true };
    const show = (text: string) => {
      if (shown.wanted) setNotices(text);
    };
    fetch("third-party-notices.txt")
      .then((answer) => (answer.ok ? answer.text() : unreadable))
      .then(show, () => show(unreadable));
    return () => {
      shown.wanted = false;
    };
  }, []);
  return (
    <Modal
      title={`Onrecord ${version}`}
      description="Who said what about whom. MIT licence."
      wide
      reading
      onClose={onClose}
      footer={
        <button type="button" className="button primary" onClick={onClose}>
          Close
        </button>
      }
    >
      <h3 className="about-head">Third-party licences</h3>
      <pre className="about-notices">{notices}</pre>
    </Modal>
  );
}
