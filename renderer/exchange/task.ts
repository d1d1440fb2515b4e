import { nanoid } from "nanoid";
import { useEffect, useRef, useState } from "react";
import type { Reply } from "../../shared/host/contract.ts";
import { ask, listen } from "../app/requests.ts";

export interface Progress {
  done: number;
  /** 0 where it is not known. */
  total: number;
  label: string;
}

export interface Task {
  /** null while nothing is under way. */
  progress: Progress | null;
  /** Runs work that the host knows by a name, and stops what was under way before.
   *  @returns null where something else took its place meanwhile. */
  run<T>(work: (task: string) => Promise<Reply<T>>): Promise<Reply<T> | null>;
  cancel(): void;
}

/** One thing at a time that the host does for a dialog; it is stopped when the dialog is closed. */
export function useTask(): Task {
  const [progress, setProgress] = useState<Progress | null>(null);
  const current = useRef<string | null>(null);
  const cancel = () => {
    if (current.current !== null) void ask("task.cancel", { task: current.current });
  };
  useEffect(() => {
    const end = listen("task.progress", ({ task, ...next }) => {
      if (task === current.current) setProgress(next);
    });
    return () => {
      end();
      if (current.current !== null) void ask("task.cancel", { task: current.current });
      current.current = null;
    };
  }, []);
  return {
    progress,
    cancel,
    async run(work) {
      cancel();
      const task = nanoid();
      current.current = task;
      setProgress({ done: 0, total: 0, label: "" });
      const reply = await work(task);
      if (current.current !== task) return null;
      current.current = null;
      setProgress(null);
      return reply;
    },
  };
}
