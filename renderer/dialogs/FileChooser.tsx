import { File, FileJson, FileText, Folder, FolderOpen } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { FileEntry, Listing } from "../../shared/host/contract.ts";
import { ask } from "../app/requests.ts";
import type { Chooser } from "../app/store.ts";
import { Modal } from "../widgets/Modal.tsx";
import "./file-chooser.css";

const titles: Record<Chooser["purpose"], string> = {
  open: "Open a project, annotation file or article",
  import: "Import articles",
  exchange: "Import annotations",
  "exchange-folder": "Choose a folder of annotations",
  "project-folder": "Choose where the project folder goes",
  export: "Export",
};
const icons = { folder: Folder, project: FolderOpen, annotation: FileJson, article: FileText, other: File };

/** Chooses files where the system has no dialog for it: keys, mouse, and only what the host shows. */
export function FileChooser({ chooser }: { chooser: Chooser }) {
  const [listing, setListing] = useState<Listing | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [name, setName] = useState(chooser.suggestedName);
  const [replace, setReplace] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const { purpose } = chooser;
  const many = purpose === "import" || purpose === "exchange";
  const isOfFolder = purpose === "project-folder" || purpose === "exchange-folder";

  async function go(folder: string | null): Promise<void> {
    const next = await ask("files.list", { folder });
    if (!next) return;
    setListing(next);
    setChosen([]);
    setReplace(false);
    requestAnimationFrame(() => {
      // Who types the name already goes on with it.
      if (document.activeElement instanceof HTMLInputElement) return;
      list.current?.querySelector<HTMLElement>("button")?.focus();
    });
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first folder is asked for once
  useEffect(() => {
    void go(null);
  }, []);

  const fits = (entry: FileEntry) => {
    if (entry.kind === "folder") return true;
    if (purpose === "open") return entry.kind !== "other";
    if (purpose === "import") return entry.kind === "article";
    if (purpose === "exchange") return true;
    if (purpose !== "export") return purpose === "exchange-folder" && entry.kind === "project";
    const ending = /\.[^.]+$/.exec(chooser.suggestedName)?.[0] ?? ".json";
    return entry.kind !== "project" && entry.name.endsWith(ending);
  };
  const isFolder = (entry: FileEntry) => entry.kind === "folder" || (entry.kind === "project" && purpose !== "open");

  function press(entry: FileEntry, add: boolean): void {
    if (isFolder(entry)) void go(entry.handle);
    else if (purpose === "export") setName(entry.name);
    else if (many) toggle(entry.handle, add);
    else chooser.resolve([entry.handle]);
  }

  function toggle(handle: string, add: boolean): void {
    const without = chosen.filter((one) => one !== handle);
    setChosen(without.length < chosen.length ? without : add ? [...chosen, handle] : [handle]);
  }

  async function confirm(): Promise<void> {
    if (!listing) return;
    if (isOfFolder) return chooser.resolve([listing.folder.handle]);
    if (purpose !== "export") return chooser.resolve([...chosen]);
    const child = await ask("files.child", { folder: listing.folder.handle, name });
    if (!child) return;
    if (child.exists && !replace) return setReplace(true);
    chooser.resolve([child.handle]);
  }

  const label =
    purpose === "export"
      ? replace
        ? "Replace it"
        : "Export here"
      : isOfFolder
        ? "Choose this folder"
        : many
          ? `Import ${chosen.length === 0 ? "" : chosen.length}`.trim()
          : "Open";
  return (
    <Modal
      title={titles[purpose]}
      wide
      onClose={() => chooser.resolve([])}
      footer={
        <>
          {replace ? <span className="hint">A file of this name is there already.</span> : null}
          <button type="button" className="button" onClick={() => chooser.resolve([])}>
            Cancel
          </button>
          {purpose === "open" ? null : (
            <button
              type="button"
              className={`button ${replace ? "danger" : "primary"}`}
              disabled={
                listing === null || (many && chosen.length === 0) || (purpose === "export" && name.trim() === "")
              }
              onClick={() => void confirm()}
            >
              {label}
            </button>
          )}
        </>
      }
    >
      <nav className="chooser-path" aria-label="Folder">
        {listing?.parents.map((parent) => (
          <button key={parent.handle} type="button" className="link-button" onClick={() => void go(parent.handle)}>
            {parent.name}
          </button>
        ))}
        <strong>{listing?.folder.name}</strong>
      </nav>
      <ul className="chooser-list" ref={list} onKeyDown={moveFocus}>
        {listing?.entries.filter(fits).map((entry) => {
          const Icon = icons[entry.kind];
          return (
            <li key={entry.handle}>
              <button
                type="button"
                className="list-row"
                aria-pressed={many && !isFolder(entry) ? chosen.includes(entry.handle) : undefined}
                onClick={(event) => press(entry, event.ctrlKey || event.metaKey || event.shiftKey || chosen.length > 0)}
              >
                <Icon size={16} />
                <span className="ellipsis list-title">{entry.name}</span>
                <span className="hint">{entry.kind === "project" ? "Project" : ""}</span>
              </button>
            </li>
          );
        })}
        {listing && listing.entries.filter(fits).length === 0 ? (
          <li className="hint pad">Nothing here to choose.</li>
        ) : null}
      </ul>
      {purpose === "export" ? (
        <label className="chooser-name">
          File name
          <input
            className="field"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setReplace(false);
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter") void confirm();
            }}
          />
        </label>
      ) : null}
    </Modal>
  );
}

/** Arrow keys go up and down the rows. */
function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  const direction = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (direction === 0) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("button")];
  const index = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, Math.min(rows.length - 1, index + direction))]?.focus();
}
