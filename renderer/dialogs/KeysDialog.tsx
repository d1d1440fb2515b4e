import { Fragment } from "react";
import { useApp } from "../app/store.ts";
import { groups } from "../commands/command.ts";
import { commands } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { Modal } from "../widgets/Modal.tsx";
import "./keys.css";

/** Every key on one card. */
export function KeysDialog({ onClose }: { onClose(): void }) {
  const app = useApp((state) => state);
  const all = commands(app).filter((command) => command.keys.length > 0);
  return (
    <Modal
      title="Keys"
      wide
      reading
      description="Alt with a marking key takes exactly what is selected. Keys can be changed in the settings."
      onClose={onClose}
    >
      <div className="key-card">
        {groups.map((group) => {
          const own = all.filter((command) => command.group === group);
          return own.length === 0 ? null : (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {own.map((command) => (
                  <Fragment key={command.id}>
                    <dt>
                      {command.keys.slice(0, 2).map((key) => (
                        <kbd key={key}>{keyLabel(key, app.platform)}</kbd>
                      ))}
                    </dt>
                    <dd>{command.title}</dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
