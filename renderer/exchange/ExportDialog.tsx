import { useEffect, useState } from "react";
import type { Problem } from "../../shared/format/problem.ts";
import type { Exported, ExportPreview, ExportRequest, FormatFacts } from "../../shared/host/exchange.ts";
import { pick } from "../app/choosing.ts";
import { ask, request } from "../app/requests.ts";
import { type AppState, store, useApp } from "../app/store.ts";
import { flush } from "../app/work.ts";
import { Modal } from "../widgets/Modal.tsx";
import { ExportForm } from "./ExportForm.tsx";
import { Preview } from "./Preview.tsx";
import { ExportReport, Failure, Problems, ProgressLine } from "./Report.tsx";
import { useTask } from "./task.ts";
import "../dialogs/forms.css";
import "./exchange.css";

export interface Person {
  id: string;
  name: string;
  isMe: boolean;
}

/** What was chosen last, for the next time in this window. */
let last: Pick<ExportRequest, "format" | "extension" | "options" | "suggestions"> | null = null;

function firstRequest(app: AppState, formats: readonly FormatFacts[]): ExportRequest {
  const format = formats.find(({ id }) => id === (last?.format ?? "brat")) ?? formats[0];
  return {
    format: format?.id ?? "",
    articles: app.article === null ? { scope: "project" } : { scope: "article", article: app.article },
    annotators: "mine",
    extension: last?.extension ?? true,
    suggestions: last?.suggestions ?? false,
    options: last?.options ?? optionsOn(format),
  };
}

export const optionsOn = (format: FormatFacts | undefined): string[] =>
  (format?.options ?? []).filter(({ on }) => on).map(({ id }) => id);

/** Writes articles in a format of another tool, after saying what that loses. */
export function ExportDialog({ onClose }: { onClose(): void }) {
  const [formats, setFormats] = useState<readonly FormatFacts[]>([]);
  const [people, setPeople] = useState<readonly Person[]>([]);
  const [wanted, setWanted] = useState<ExportRequest | null>(null);
  const [preview, setPreview] = useState<ExportPreview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [result, setResult] = useState<Exported | null>(null);
  const [writing, setWriting] = useState(false);
  const session = useApp((app) => app.opened?.session ?? "");
  const task = useTask();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what there is to choose is asked for once
  useEffect(() => {
    void (async () => {
      await flush();
      const app = store.getState();
      const [known, everybody] = await Promise.all([
        ask("exchange.formats", {}),
        ask("exchange.people", { session, article: app.article }),
      ]);
      const written = known?.formats.filter(({ writes }) => writes) ?? [];
      setFormats(written);
      setPeople(everybody?.people ?? []);
      setWanted(firstRequest(app, written));
    })();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked at again where something else is chosen
  useEffect(() => {
    if (wanted) void look(wanted);
  }, [wanted]);

  async function look(chosen: ExportRequest): Promise<void> {
    setPreview(null);
    setProblem(null);
    const reply = await task.run((name) => request("exchange.preview", { session, request: chosen, task: name }));
    if (!reply) return;
    if (reply.ok) setPreview(reply.value);
    else setProblem(reply.problem);
  }

  async function write(): Promise<void> {
    if (!wanted || !preview) return;
    const target = await placeFor(preview);
    if (target === null) return;
    setWriting(true);
    setProblem(null);
    const reply = await task.run((name) =>
      request("exchange.export", { session, request: wanted, target, task: name }),
    );
    setWriting(false);
    if (!reply) return;
    if (!reply.ok) return setProblem(reply.problem);
    const { format, extension, options, suggestions } = wanted;
    last = { format, extension, options, suggestions };
    setResult(reply.value);
  }

  const format = formats.find(({ id }) => id === wanted?.format);
  if (result)
    return <Done result={result} place={format?.extension ?? null} onBack={() => setResult(null)} onClose={onClose} />;
  const isBusy = task.progress !== null;
  const isStopped = preview?.cancelled === true;
  return (
    <Modal
      title="Export to another format"
      wide
      onClose={writing ? task.cancel : onClose}
      footer={
        <>
          {task.progress ? <ProgressLine doing={writing ? "Writing" : "Looking at"} progress={task.progress} /> : null}
          {preview && !isBusy && !isStopped && preview.articles > 0 ? (
            <span className="hint foot-left">{verdict(preview)}</span>
          ) : null}
          {isBusy ? (
            <button type="button" className="button" onClick={task.cancel}>
              Stop
            </button>
          ) : (
            <button type="button" className="button" onClick={onClose}>
              Cancel
            </button>
          )}
          {isStopped && wanted ? (
            <button type="button" className="button" onClick={() => void look(wanted)}>
              Look again
            </button>
          ) : null}
          <button
            type="button"
            className="button primary"
            disabled={isBusy || isStopped || !preview || preview.articles === 0}
            onClick={() => void write()}
          >
            Choose its place…
          </button>
        </>
      }
    >
      <div className="exchange">
        {wanted ? <ExportForm request={wanted} formats={formats} people={people} onChange={setWanted} /> : null}
        <div className="exchange-side">
          <Preview files={preview?.files ?? null} isFolder={preview?.isOneFile === false} />
          <section className="findings" aria-label="What the format holds" aria-live="polite">
            <Failure problem={problem} />
            {isStopped ? <p className="hint">It was not looked at to the end, so what is lost is not known.</p> : null}
            {preview && !isStopped && preview.articles > 0 ? (
              <ExportReport losses={preview.losses} extra={preview.extra} place={format?.extension ?? null} />
            ) : null}
            {preview ? <Problems problems={preview.problems} /> : null}
          </section>
        </div>
      </div>
    </Modal>
  );
}

/** What is lost in a few words, in sight however small the window is. */
function verdict({ losses }: ExportPreview): string {
  const count = losses.reduce((sum, one) => sum + one.count, 0);
  return count === 0
    ? "Nothing is lost"
    : `${count.toLocaleString("en")} ${count === 1 ? "thing is" : "things are"} lost`;
}

/** Where an export goes: a file, or a new folder inside one that is chosen; null where the person goes back. */
async function placeFor({ isOneFile, suggestedName }: ExportPreview): Promise<string | null> {
  if (isOneFile) return (await pick("export", suggestedName))[0] ?? null;
  const [folder] = await pick("project-folder", suggestedName);
  if (!folder) return null;
  for (let turn = 1; turn < 1_000; turn += 1) {
    const name = turn === 1 ? suggestedName : `${suggestedName}-${turn}`;
    const child = await ask("files.child", { folder, name });
    if (!child) return null;
    if (!child.exists) return child.handle;
  }
  return null;
}

function Done(props: { result: Exported; place: string | null; onBack(): void; onClose(): void }) {
  const { result, place } = props;
  const isDesktop = useApp((app) => app.runtime === "electron");
  const articles = result.articles === 1 ? "One article" : `${result.articles.toLocaleString("en")} articles`;
  return (
    <Modal
      title={result.cancelled ? "Nothing was written" : "Exported"}
      onClose={props.onClose}
      footer={
        <>
          <button type="button" className="button foot-left" onClick={props.onBack}>
            Export once more
          </button>
          {isDesktop && !result.cancelled ? (
            <button
              type="button"
              className="button"
              onClick={() => void ask("window.showFile", { handle: result.handle })}
            >
              Show in folder
            </button>
          ) : null}
          <button type="button" className="button primary" onClick={props.onClose}>
            Close
          </button>
        </>
      }
    >
      {result.cancelled ? (
        <p>It was stopped before it was whole, so nothing is left of it.</p>
      ) : (
        <div className="findings">
          <p role="status">
            {articles} in {result.files === 1 ? "one file" : `${result.files.toLocaleString("en")} files`}:{" "}
            <code className="exchange-location">{result.location}</code>
          </p>
          <ExportReport losses={result.losses} extra={result.extra} place={place} />
          <Problems problems={result.problems} />
        </div>
      )}
    </Modal>
  );
}
