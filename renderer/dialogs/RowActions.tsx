import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";

/** Up, down and away, for a row of a list. The arrows stay focusable at the ends, so that the focus is not lost there. */
export function RowActions(props: {
  name: string;
  first: boolean;
  last: boolean;
  onMove?(by: -1 | 1): void;
  onRemove(): void;
}) {
  const { onMove, name } = props;
  return (
    <span className="row-actions">
      {onMove ? (
        <>
          <button
            type="button"
            className="icon-button"
            aria-label={`Move ${name} up`}
            aria-disabled={props.first}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={15} />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Move ${name} down`}
            aria-disabled={props.last}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={15} />
          </button>
        </>
      ) : null}
      <button type="button" className="icon-button" aria-label={`Remove ${name}`} onClick={props.onRemove}>
        <Trash2 size={15} />
      </button>
    </span>
  );
}
