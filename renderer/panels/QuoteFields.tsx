import { setFields, setPiece } from "../../shared/annotation/actions/annotation.ts";
import { setCue } from "../../shared/annotation/actions/quote.ts";
import { claimsOfQuote } from "../../shared/annotation/article-index.ts";
import { coveredText, entityOfParty, nameOfParty } from "../../shared/annotation/graph.ts";
import { type Party, type Quote, quoteForms } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { store, useApp } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { makeCurrent } from "../commands/target.ts";
import { editorPort } from "../editor/port.ts";
import { Chip, Row, Segmented } from "../widgets/fields.tsx";

const formTitle = { direct: "Direct", mixed: "Mixed", indirect: "Indirect" } as const;

export function QuoteFields({ state, open, quote }: { state: ProjectState; open: ArticleState; quote: Quote }) {
  const { id: article, text } = open.article;
  const piece = useApp((app) => app.piece);
  return (
    <>
      <Row label="Form">
        <Segmented
          first
          label="Form"
          value={quote.form}
          options={quoteForms.map((value) => ({ value, title: formTitle[value] }))}
          onChange={(form) =>
            change((state) => setFields<Quote>(state, author, article, quote.id, "Change form", { form }))
          }
        />
      </Row>
      <Parties state={state} open={open} quote={quote} party="speakers" label="Speaker" hint="S" />
      <Row label="Cue">
        {quote.cue.length === 0 ? (
          <span className="none">
            Select it, then <kbd>U</kbd>
          </span>
        ) : (
          quote.cue.map((span, index) => (
            <Chip
              key={span.start}
              title={text.slice(span.start, span.end)}
              onPress={() => {
                store.setState({ piece: quote.content.length + index });
                editorPort()?.reveal(span);
              }}
              removeLabel="Remove the cue"
              onRemove={() =>
                change((state) =>
                  setCue(
                    state,
                    author,
                    article,
                    quote.id,
                    quote.cue.filter((_, at) => at !== index),
                  ),
                )
              }
            />
          ))
        )}
      </Row>
      <Parties state={state} open={open} quote={quote} party="addressees" label="Addressee" hint="Shift+S" />
      <Row label={quote.content.length > 1 ? "Pieces" : "Content"}>
        {quote.content.map((span, index) => (
          <div key={span.start} className={`piece${piece === index ? " chosen" : ""}`}>
            <button
              type="button"
              onClick={() => {
                store.setState({ piece: index });
                editorPort()?.reveal(span);
              }}
            >
              {text.slice(span.start, span.end)}
            </button>
            {quote.content.length > 1 ? (
              <button
                type="button"
                className="icon-button"
                aria-label={`Remove piece ${index + 1}`}
                onClick={() => change((state) => setPiece(state, author, article, quote.id, "content", index, null))}
              >
                ×
              </button>
            ) : null}
          </div>
        ))}
      </Row>
      <QuoteClaims open={open} quote={quote} />
    </>
  );
}

function QuoteClaims({ open, quote }: { open: ArticleState; quote: Quote }) {
  const claims = claimsOfQuote(open, quote.id);
  if (claims.length === 0) return null;
  return (
    <Row label="Claims">
      {claims.map((claim) => (
        <button
          key={claim.id}
          type="button"
          className="claim-card"
          onClick={() => makeCurrent(claim.id, { reveal: true })}
        >
          {claim.checkWorthiness === "high" ? <span className="worth">Check-worthy</span> : null}
          {claim.gist === "" ? coveredText(open.article.text, claim.spans) : claim.gist}
        </button>
      ))}
    </Row>
  );
}

interface PartiesProps {
  state: ProjectState;
  open: ArticleState;
  quote: Quote;
  party: "speakers" | "addressees";
  label: string;
  hint: string;
}

function Parties({ state, open, quote, party: role, label, hint }: PartiesProps) {
  const ask = () => store.setState({ picking: { kind: "party", role, quote: quote.id, add: quote[role].length > 0 } });
  const colorOf = (party: Party) => {
    const entity = entityOfParty(state, open, party);
    return entity ? entityType(state.project.scheme, entity.type)?.color : undefined;
  };
  const remove = (party: Party) =>
    change((state) =>
      setFields<Quote>(state, author, open.article.id, quote.id, `Remove ${label.toLowerCase()}`, {
        [role]: quote[role].filter((one) => one !== party),
      }),
    );
  return (
    <Row label={label}>
      {quote[role].map((party) => (
        <Chip
          key={String(party.mention ?? party.entity)}
          title={nameOfParty(state, open, party)}
          color={colorOf(party)}
          onPress={() => {
            if (typeof party.mention === "string") makeCurrent(party.mention, { reveal: true });
            else store.setState({ entity: String(party.entity), current: null });
          }}
          removeLabel={`Remove ${label.toLowerCase()} ${nameOfParty(state, open, party)}`}
          onRemove={() => remove(party)}
        />
      ))}
      <button type="button" className="link-button" aria-label={`Choose the ${label.toLowerCase()}`} onClick={ask}>
        {quote[role].length === 0 ? "Choose" : "Add"}
      </button>
      {quote[role].length === 0 ? <kbd>{hint}</kbd> : null}
    </Row>
  );
}
