import { Minus, Plus } from "lucide-react";
import { useId } from "react";
import { articleFonts, settingsSchema, themes } from "../../shared/host/contract.ts";
import { saveSettings, setAnnotator } from "../app/settings.ts";
import { store, useApp } from "../app/store.ts";
import { Segmented, TextInput } from "../widgets/fields.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { KeySettings } from "./KeySettings.tsx";
import "./forms.css";
import "./settings.css";

const themeTitle = { system: "As the system", light: "Light", dark: "Dark" } as const;
const fontTitle = { serif: "Serif", sans: "Sans" } as const;
/** Nobody is called but by choice. */
const updateChoices = [
  { value: "never", title: "Do not look for them" },
  { value: "look", title: "Look when starting" },
] as const;
const sizes = {
  smallest: settingsSchema.shape.textSize.minValue ?? 12,
  largest: settingsSchema.shape.textSize.maxValue ?? 32,
};

/** What this person prefers, on this machine: it never travels with a project. */
export function SettingsDialog({ onClose }: { onClose(): void }) {
  const settings = useApp((app) => app.settings);
  const annotator = useApp((app) => app.annotatorName ?? "");
  const isDesktop = useApp((app) => app.runtime === "electron");
  return (
    <Modal
      title="Settings"
      description="Yours, on this machine. Every change counts at once."
      wide
      onClose={onClose}
      footer={
        <button type="button" className="button primary" onClick={onClose}>
          Close
        </button>
      }
    >
      <section className="form-section">
        <div className="settings-grid">
          <span className="label">Your name, as annotator</span>
          <TextInput
            label="Your name, as annotator"
            value={annotator}
            onCommit={(name) => name.trim() !== "" && void setAnnotator(name.trim())}
          />
          <span className="label">Theme</span>
          <Segmented
            label="Theme"
            value={settings.theme}
            options={themes.map((value) => ({ value, title: themeTitle[value] }))}
            onChange={(theme) => void saveSettings({ theme })}
          />
          <span className="label">Article font</span>
          <Segmented
            label="Article font"
            value={settings.font}
            options={articleFonts.map((value) => ({ value, title: fontTitle[value] }))}
            onChange={(font) => void saveSettings({ font })}
          />
          <span className="label">Text size</span>
          <TextSize value={settings.textSize} onChange={(textSize) => void saveSettings({ textSize })} />
          <p
            className="settings-sample"
            style={{ "--sample-font": `var(--${settings.font})`, "--sample-size": `${settings.textSize}px` }}
          >
            “I did not discuss the tests with anyone,” she told reporters.
          </p>
          {isDesktop ? (
            <>
              <span className="label">Newer versions</span>
              <Segmented
                label="Newer versions"
                value={settings.checkForUpdates ? "look" : "never"}
                options={updateChoices}
                onChange={(choice) => void saveSettings({ checkForUpdates: choice === "look" })}
              />
            </>
          ) : null}
          <span className="label">Suggestions</span>
          <span>
            <button type="button" className="button" onClick={() => store.setState({ dialog: "suggesters" })}>
              Other suggesters…
            </button>
          </span>
        </div>
      </section>
      <KeySettings />
    </Modal>
  );
}

function TextSize({ value, onChange }: { value: number; onChange(size: number): void }) {
  const id = useId();
  const set = (size: number) => onChange(Math.min(sizes.largest, Math.max(sizes.smallest, size)));
  return (
    <div className="text-size">
      <button type="button" className="icon-button" aria-label="Smaller text" onClick={() => set(value - 1)}>
        <Minus size={16} />
      </button>
      <input
        id={id}
        type="range"
        aria-label="Text size"
        aria-valuetext={`${value} pixels`}
        min={sizes.smallest}
        max={sizes.largest}
        value={value}
        onChange={(event) => set(Number(event.target.value))}
      />
      <button type="button" className="icon-button" aria-label="Larger text" onClick={() => set(value + 1)}>
        <Plus size={16} />
      </button>
      <output htmlFor={id}>{value} px</output>
    </div>
  );
}
