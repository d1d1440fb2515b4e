import type { LucideIcon } from "lucide-react";
import { useApp } from "../app/store.ts";
import { keyOf, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";

/** A command as an icon: its tooltip has the key that the command has now. */
export function CommandButton(props: { command: string; label: string; icon: LucideIcon; size?: number }) {
  const platform = useApp((app) => app.platform);
  const key = useApp((app) => keyOf(app, props.command));
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={props.label}
      title={key === "" ? props.label : `${props.label} (${keyLabel(key, platform)})`}
      onClick={() => runCommand(props.command)}
    >
      <props.icon size={props.size ?? 17} />
    </button>
  );
}
