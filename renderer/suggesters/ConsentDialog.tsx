import { addressOf, isLoopback, type SuggesterSettings } from "../../shared/host/suggesters.ts";
import { useApp } from "../app/store.ts";
import { Modal } from "../widgets/Modal.tsx";
import { askSuggester, changeSuggesters } from "./asking.ts";
import { suggesters, useSuggesters } from "./store.ts";
import "./suggesters.css";

/** Asks before anything of a project is sent anywhere: which project, where to, and what. */
export function ConsentDialog({ onClose }: { onClose(): void }) {
  const pending = useSuggesters((state) => state.pending);
  const settings = useSuggesters((state) => state.list?.suggesters.find(({ id }) => id === pending?.suggester));
  const session = useApp((app) => app.opened?.session);
  const project = useApp((app) => app.state?.project.name ?? "");
  const names = useApp((app) => app.state?.entities.size ?? 0);
  if (!pending || !settings || session === undefined) return null;
  const { id: suggester, name, reach, sendsRegister: register } = settings;
  const address = addressOf(reach);
  async function consent(): Promise<void> {
    if (!(await changeSuggesters("suggesters.consent", { session: session ?? "", suggester, address, register })))
      return;
    onClose();
    suggesters.setState({ pending: null });
    await askSuggester(suggester, pending?.trial);
  }
  return (
    <Modal
      title={`Send “${project}” to ${name}?`}
      description={whereTo(settings)}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="button" onClick={onClose}>
            Do not send
          </button>
          <button type="button" className="button primary" onClick={() => void consent()}>
            Consent and send
          </button>
        </>
      }
    >
      <dl className="consent">
        <dt>Project</dt>
        <dd>{project}</dd>
        <dt>{reach.kind === "command" ? "Command" : "Address"}</dt>
        <dd>
          <code>{address}</code>
        </dd>
        <dt>Sent</dt>
        <dd>
          <ul>
            <li>The text and language of each article that you ask about, when you ask</li>
            <li>The types of the label scheme</li>
            {register ? <li>The names in the project's register, {names} now</li> : null}
          </ul>
        </dd>
        <dt>Not sent</dt>
        <dd>Your annotations, other articles{register ? "" : ", the register"}, your name</dd>
      </dl>
      <p className="hint">Remembered for this project and address, until you take it back under Other suggesters.</p>
    </Modal>
  );
}

function whereTo({ reach }: SuggesterSettings): string {
  if (reach.kind === "command")
    return "A program on this machine reads the article. What it does with it, Onrecord cannot know.";
  if (isLoopback(reach.address))
    return "Another program on this machine reads the article. What it does with it, Onrecord cannot know.";
  return "The article leaves this machine. Whoever runs that address can read and keep it.";
}
