import type { DifferenceBlock, DifferencePart } from "../../shared/anchoring/difference.ts";
import "./difference.css";

/** How many unchanged paragraphs beside a change are shown. */
const around = 1;

/** What differs between two texts, changed words struck through and underlined: in line, or then and now side by side.
 *  Unchanged paragraphs away from every change are folded. */
export function Difference({ blocks, beside }: { blocks: readonly DifferenceBlock[]; beside: boolean }) {
  const Block = beside ? Beside : Inline;
  return (
    <div className="difference">
      {beside ? (
        <div className="difference-beside" aria-hidden="true">
          <span className="hint">Then</span>
          <span className="hint">Now</span>
        </div>
      ) : null}
      {folded(blocks).map(({ at, isFolded, run }) =>
        isFolded ? (
          <details key={at}>
            <summary className="hint">
              {run.length === 1 ? "1 paragraph is the same" : `${run.length} paragraphs are the same`}
            </summary>
            {named(run).map(([key, block]) => (
              <Block key={key} block={block} />
            ))}
          </details>
        ) : (
          named(run).map(([key, block]) => <Block key={`${at} ${key}`} block={block} />)
        ),
      )}
    </div>
  );
}

/** Blocks and parts are named by their place: a difference never changes. */
const named = <T,>(list: readonly T[]): [string, T][] => list.map((one, at) => [String(at), one]);

interface Run {
  at: number;
  isFolded: boolean;
  run: DifferenceBlock[];
}

function folded(blocks: readonly DifferenceBlock[]): Run[] {
  const runs: Run[] = [];
  blocks.forEach((block, at) => {
    const near = blocks.slice(Math.max(0, at - around), at + around + 1);
    const isFolded = near.every(({ kind }) => kind === "same");
    const last = runs.at(-1);
    if (last?.isFolded === isFolded) last.run.push(block);
    else runs.push({ at, isFolded, run: [block] });
  });
  return runs;
}

function Inline({ block }: { block: DifferenceBlock }) {
  return (
    <p className={`difference-block ${block.kind}`}>
      <Parts parts={block.parts} />
    </p>
  );
}

function Beside({ block }: { block: DifferenceBlock }) {
  const without = (kind: DifferencePart["kind"]) => block.parts.filter((part) => part.kind !== kind);
  return (
    <div className={`difference-beside ${block.kind}`}>
      <p className="difference-block">
        <Parts parts={without("added")} />
      </p>
      <p className="difference-block">
        <Parts parts={without("removed")} />
      </p>
    </div>
  );
}

const tags = { same: "span", removed: "del", added: "ins" } as const;

function Parts({ parts }: { parts: readonly DifferencePart[] }) {
  return named(parts).map(([key, { kind, text }]) => {
    const Tag = tags[kind];
    return <Tag key={key}>{text}</Tag>;
  });
}
