import { useEffect, useState } from "react";
import type { Problem } from "../../shared/format/problem.ts";
import type { Result } from "../../shared/host/contract.ts";
import type { ExchangeSource, FormatFacts, ImportDecisions, ImportPlan } from "../../shared/host/exchange.ts";
import { pick } from "../app/choosing.ts";
import { ask, request } from "../app/requests.ts";
import { useApp } from "../app/store.ts";
import { flush } from "../app/work.ts";
import { focusFirst } from "../dialogs/focus.ts";
import { Modal } from "../widgets/Modal.tsx";
import { firstDecisions, isDecided } from "./decisions.ts";
import { ImportPlanForm } from "./ImportPlanForm.tsx";
import { ImportResult } from "./ImportResult.tsx";
import { Failure, ProgressLine } from "./Report.tsx";
import { exchange, useExchange } from "./store.ts";
import { takeIn } from "./take-in.ts";
import { useTask } from "./task.ts";
import "../dialogs/forms.css";
import "./exchange.css";

/** What came of an import, whichever way it went in. */
export interface Imported extends Omit<Result<"exchange.take">, "first"> {
  /** Whether Undo takes back one's own part of it. */
  isUndoable: boolean;
  /** Whether all of it was written straight into the files. */
  isLarge: boolean;
}

/** Brings annotations of other tools into the project: files, then what is in them, then what becomes of it. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const session = useApp((app) => app.opened?.session ?? "");
  const dropped = useExchange((state) => state.dropped);
  const [formats, setFormats] = useState<readonly FormatFacts[]>([]);
  const [sources, setSources] = useState<readonly ExchangeSource[]>([]);
  const [format, setFormat] = useState<string | null>(null);
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [decisions, setDecisions] = useState<ImportDecisions | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [result, setResult] = useState<Imported | null>(null);
  const [taking, setTaking] = useState(false);
  const task = useTask();

  useEffect(() => {
    void ask("exchange.formats", {}).then((known) => setFormats(known?.formats.filter(({ reads }) => reads) ?? []));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is dropped is read once
  useEffect(() => {
    if (!dropped) return;
    exchange.setState({ dropped: null });
    if (!taking && !result) void read(dropped, format);
  }, [dropped]);
  // What was read is of no use to anybody else.
  useEffect(() => {
    const name = plan?.plan;
    return () => {
      if (name !== undefined) void request("exchange.forget", { session, plan: name });
    };
  }, [plan, session]);

  async function choose(purpose: "exchange" | "exchange-folder"): Promise<void> {
    const handles = await pick(purpose);
    if (handles.length > 0)
      await read(
        handles.map((handle) => ({ handle })),
        format,
      );
  }

  async function read(from: readonly ExchangeSource[], as: string | null): Promise<void> {
    setSources(from);
    setFormat(as);
    setPlan(null);
    setProblem(null);
    await flush();
    const reply = await task.run((name) =>
      request("exchange.read", { session, sources: [...from], format: as, task: name }),
    );
    if (!reply) return;
    if (!reply.ok) return setProblem(reply.problem);
    setPlan(reply.value);
    setDecisions(firstDecisions(reply.value));
  }

  async function take(): Promise<void> {
    if (!plan || !decisions) return;
    setTaking(true);
    setProblem(null);
    const reply = await task.run((name) => takeIn(session, plan, decisions, name));
    setTaking(false);
    if (!reply) return;
    if (reply.ok) setResult(reply.value);
    else setProblem(reply.problem);
  }

  if (result) return <ImportResult result={result} onClose={onClose} />;
  const found = plan?.found.articles ?? 0;
  return (
    <Modal
      title="Import annotations"
      wide
      // What is under way is stopped first, so that it is said how far it came.
      onClose={taking ? task.cancel : onClose}
      footer={
        <>
          {task.progress ? <ProgressLine doing={taking ? "Writing" : "Reading"} progress={task.progress} /> : null}
          {plan && !task.progress ? (
            <button type="button" className="button foot-left" onClick={() => setPlan(null)}>
              Other files…
            </button>
          ) : null}
          <button type="button" className="button" onClick={task.progress ? task.cancel : onClose}>
            {task.progress ? "Stop" : "Cancel"}
          </button>
          {plan ? (
            <button
              type="button"
              className="button primary"
              disabled={task.progress !== null || found === 0 || !decisions || !isDecided(decisions)}
              onClick={() => void take()}
            >
              {found === 1 ? "Import one article" : `Import ${found.toLocaleString("en")} articles`}
            </button>
          ) : null}
        </>
      }
    >
      <Failure problem={problem} />
      {plan && decisions ? (
        <ImportPlanForm
          plan={plan}
          decisions={decisions}
          formats={formats}
          format={format}
          onFormat={(as) => void read(sources, as)}
          onChange={setDecisions}
        />
      ) : task.progress ? null : (
        <div className="exchange-start">
          <p>Files of another annotation tool, or annotation JSON. What they are is seen from what is in them.</p>
          <div className="exchange-buttons">
            <button type="button" ref={focusFirst} className="button primary" onClick={() => void choose("exchange")}>
              Choose files…
            </button>
            <button type="button" className="button" onClick={() => void choose("exchange-folder")}>
              Choose a folder…
            </button>
          </div>
          <p className="hint">Or drop them on this window. {formats.map(({ title }) => title).join(" · ")}</p>
        </div>
      )}
    </Modal>
  );
}
