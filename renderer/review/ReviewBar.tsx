import { ChevronLeft, ChevronRight, type LucideIcon, X } from "lucide-react";
import { guessInRegister } from "../../shared/annotation/actions/suggestion.ts";
import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import { shownArticle, useApp } from "../app/store.ts";
import { keyOf, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { nameOfSuggestion } from "../editor/suggestion-marks.ts";
import { CommandButton } from "../widgets/CommandButton.tsx";
import { alike } from "./actions.ts";
import { setLeast, toggleKind } from "./commands.ts";
import "./review.css";
import { useReview } from "./store.ts";

const kinds = [
  { kind: "mention", title: "Names" },
  { kind: "quote", title: "Quotes" },
  { kind: "claim", title: "Claims" },
] as const;
const levels = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** What is suggested for the article: how much, of what kinds, how sure; and the current suggestion with what can be done
 *  with it. */
export function ReviewBar() {
  const on = useApp((app) => app.settings.review);
  const status = useReview((state) => state.status);
  const renewing = useReview((state) => state.renewing);
  if (!on || status === "off") return null;
  return (
    <section className="review-bar" aria-label="Suggestions" aria-busy={renewing || status === "running"}>
      <ReviewHead />
      <CurrentSuggestion />
    </section>
  );
}

function ReviewHead() {
  const status = useReview((state) => state.status);
  const reason = useReview((state) => state.reason);
  const offered = useReview((state) => state.offered);
  const current = useReview((state) => state.current);
  const wanted = useReview((state) => state.wanted);
  const at = current ? offered.indexOf(current) + 1 : 0;
  return (
    <div className="review-head">
      <strong>{at > 0 ? `Suggestion ${at} of ${offered.length}` : inWords(status, offered.length, reason)}</strong>
      <span className="review-filters">
        {kinds.map(({ kind, title }) => (
          <button
            key={kind}
            type="button"
            className={`chip-toggle${wanted.kinds.has(kind) ? " on" : ""}`}
            aria-pressed={wanted.kinds.has(kind)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => toggleKind(kind)}
          >
            {title}
            {wanted.kinds.has(kind) ? <span>{offered.filter((one) => one.kind === kind).length}</span> : null}
          </button>
        ))}
        <label className="review-least">
          at least
          <select
            value={Math.round(wanted.least * 10)}
            onChange={(event) => setLeast(Number(event.target.value) / 10)}
            aria-label="Least confidence of the suggestions shown"
          >
            {levels.map((level) => (
              <option key={level} value={Math.round(level * 10)}>
                {Math.round(level * 100)} %
              </option>
            ))}
          </select>
        </label>
      </span>
      <span className="review-steps">
        <KeyHint command="review.previous" text="Previous" icon={ChevronLeft} />
        <KeyHint command="review.next" text="Next" icon={ChevronRight} />
        <CommandButton command="review.toggle" label="Hide suggestions" icon={X} size={16} />
      </span>
    </div>
  );
}

function inWords(status: string, count: number, reason: string): string {
  if (status === "none") return "No suggestions for this language";
  if (status === "failed") return `Suggestions failed: ${reason}`;
  if (status === "running") return count === 0 ? "Looking for suggestions…" : `${count} suggestions so far…`;
  return count === 1 ? "1 suggestion" : count === 0 ? "Nothing left to suggest" : `${count} suggestions`;
}

interface KeyHintProps {
  command: string;
  text: string;
  primary?: boolean;
  /** Stands for the text where the bar is narrow. */
  icon?: LucideIcon;
}

/** A command as a button with its key. */
function KeyHint({ command, text, primary, icon: Icon }: KeyHintProps) {
  const platform = useApp((app) => app.platform);
  const key = useApp((app) => keyOf(app, command));
  return (
    <button
      type="button"
      className={`button small${primary ? " primary" : ""}`}
      title={Icon && key !== "" ? `${text} (${keyLabel(key, platform)})` : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => runCommand(command)}
    >
      {Icon ? <Icon size={14} aria-hidden="true" /> : null}
      <span className={Icon ? "has-icon" : undefined}>{text}</span>{" "}
      {key === "" ? null : <kbd>{keyLabel(key, platform)}</kbd>}
    </button>
  );
}

function CurrentSuggestion() {
  const current = useReview((state) => state.current);
  const open = useApp(shownArticle);
  const state = useApp((app) => app.state);
  if (!current || !open || !state) return null;
  const count = alike(current).length;
  const means = current.means && guessInRegister(state, open.article.id, current.means);
  const suggestion = { ...current, means };
  return (
    <div className="review-card" data-kind={current.kind} aria-live="polite">
      <div className="review-what">
        <Title suggestion={suggestion} />
        <span className="review-words">“{excerpt(wordsOf(open.article.text, current.spans))}”</span>
        {current.kind === "quote" ? <Attribution text={open.article.text} suggestion={suggestion} /> : null}
      </div>
      <p className="review-why hint">
        {current.reason}{" "}
        <span className="review-producer">
          {Math.round(current.confidence * 100)} % sure · {current.producer}
        </span>
      </p>
      <div className="review-actions">
        <KeyHint command="review.accept" text="Accept" primary />
        {count > 1 ? <KeyHint command="review.acceptAlike" text={`Accept all ${count}`} /> : null}
        <KeyHint command="review.reject" text="Reject" />
        {count > 1 ? <KeyHint command="review.rejectAlike" text={`Reject all ${count}`} /> : null}
        <span className="hint">
          <kbd>Alt</kbd> <kbd>←</kbd> <kbd>→</kbd> corrects it
        </span>
      </div>
    </div>
  );
}

function Title({ suggestion }: { suggestion: StoredSuggestion }) {
  const scheme = useApp((app) => app.state?.project.scheme);
  const { kind, means } = suggestion;
  const color = kind === "mention" && means && scheme ? entityType(scheme, means.type)?.color : undefined;
  return (
    <span className="review-title">
      {color ? <span className="dot" style={{ "--mark": color }} /> : null}
      <span className="review-name">{nameOfSuggestion(suggestion)}</span>
      {kind === "mention" && means ? <em>{means.entity === null ? "new entity" : "in the register"}</em> : null}
    </span>
  );
}

function Attribution({ text, suggestion }: { text: string; suggestion: StoredSuggestion }) {
  const { means, speaker, cue } = suggestion;
  const said = speaker ? wordsOf(text, [speaker.span]) : null;
  const who = means ? (said && said !== means.name ? `${said} (${means.name})` : means.name) : said;
  return (
    <span className="review-who">
      <span>
        <span className="hint">Speaker</span> {who ?? "left out"}
      </span>
      <span>
        <span className="hint">Cue</span> {cue.length > 0 ? wordsOf(text, cue) : "none"}
      </span>
    </span>
  );
}

const wordsOf = (text: string, spans: StoredSuggestion["spans"]): string =>
  spans
    .map(({ start, end }) => text.slice(start, end))
    .join(" … ")
    .replace(/\s+/g, " ");

/** How long words begin and end; no word is cut. */
const excerpt = (words: string): string =>
  words.length > 160
    ? `${words.slice(0, 110).replace(/\s*\S*$/, "")} … ${words.slice(-44).replace(/^\S*\s*/, "")}`
    : words;
