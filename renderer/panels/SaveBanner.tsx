import { problemSentence } from "../../shared/format/problem.ts";
import type { Locked } from "../../shared/host/contract.ts";
import { reopenAs, saveNow } from "../app/session.ts";
import { store, useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import "./save-banner.css";

/** Where a lock's holder is, as the end of a sentence. */
export const heldWhere = ({ isThisMachine, host, since }: Locked): string =>
  `${isThisMachine || host === "" ? "in another program on this machine" : `on ${host}`}, since ${new Date(since).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;

/** What stands between the work and its files, and the ways out: there as long as it is so. */
export function SaveBanner() {
  const save = useApp((app) => app.save);
  const held = useApp((app) => app.opened?.heldBy ?? null);
  const conflict = useApp((app) => app.conflict);
  return (
    <section className="banners" aria-label="Saving" aria-live="polite">
      {held ? (
        <Banner
          tone="plain"
          title="For reading only"
          text={`${held.annotator}’s work is open ${heldWhere(held)}. You can look at everything and export it.`}
        >
          <Action title="Open as another annotator…" run={() => store.setState({ dialog: "locked" })} />
          <Action title="Try again" run={() => void reopenAs()} />
        </Banner>
      ) : null}
      {conflict ? (
        <Banner
          tone="plain"
          title="Changed twice"
          text={`Another program has changed ${conflict.files.join(", ") || "the same"} too. Until you decide what to keep, your version of it is in the journal only.`}
        >
          <Action title="Compare…" run={() => store.setState({ dialog: "conflict" })} />
        </Banner>
      ) : null}
      {save?.problem ? (
        <Banner
          tone="problem"
          title={save.state === "failed" ? "Unsaved" : "In the journal only"}
          text={
            save.state === "failed"
              ? `The journal cannot be written either, so what you do now is only in this window. ${problemSentence(save.problem)}`
              : `The files cannot be written: ${problemSentence(save.problem)} You can work on; every change is kept in the journal on this machine, and saving is tried again by itself.`
          }
        >
          <Action title="Try again" run={() => void saveNow()} />
          <Action title="Save elsewhere…" run={() => runCommand("project.saveAs")} />
          <Action title="Export a copy…" run={() => runCommand("article.export")} />
        </Banner>
      ) : null}
    </section>
  );
}

function Banner(props: { tone: "plain" | "problem"; title: string; text: string; children: React.ReactNode }) {
  return (
    <div className={`banner banner-${props.tone}`} role={props.tone === "problem" ? "alert" : undefined}>
      <p>
        <strong>{props.title}.</strong> {props.text}
      </p>
      <div className="banner-actions">{props.children}</div>
    </div>
  );
}

function Action({ title, run }: { title: string; run(): void }) {
  return (
    <button type="button" className="button" onClick={run}>
      {title}
    </button>
  );
}
