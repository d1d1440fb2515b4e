import { setFields } from "../../shared/annotation/actions/annotation.ts";
import { claimantEntity, coveredText } from "../../shared/annotation/graph.ts";
import { type Claim, checkWorthinessLevels, type Evidence, stances } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { isWebAddress } from "../../shared/article/web-address.ts";
import { ask } from "../app/requests.ts";
import { store } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { makeCurrent } from "../commands/target.ts";
import { Chip, Choice, Row, Segmented, TextInput } from "../widgets/fields.tsx";

const worthTitle = { high: "High", medium: "Medium", low: "Low", none: "–" } as const;

export function ClaimFields({ state, open, claim }: { state: ProjectState; open: ArticleState; claim: Claim }) {
  const { id: article, text } = open.article;
  const set = (label: string, fields: Partial<Claim>) =>
    change((state) => setFields<Claim>(state, author, article, claim.id, label, fields));
  const claimant = claimantEntity(state, open, claim);
  const quote = claim.quote === null ? undefined : open.quotes.get(claim.quote);
  const setEvidence = (index: number, fields: Partial<Evidence>) =>
    set("Edit evidence", { evidence: claim.evidence.map((one, at) => (at === index ? { ...one, ...fields } : one)) });
  return (
    <>
      <Row label="Gist">
        <TextInput
          first
          multiline
          label="Gist"
          value={claim.gist}
          placeholder="The claim as one plain sentence"
          onCommit={(gist) => set("Write gist", { gist })}
        />
      </Row>
      <Row label="Check-worthy">
        <Segmented
          label="Check-worthiness"
          value={claim.checkWorthiness ?? "none"}
          options={[...checkWorthinessLevels, "none" as const].map((value) => ({ value, title: worthTitle[value] }))}
          onChange={(value) => set("Set check-worthiness", { checkWorthiness: value === "none" ? null : value })}
        />
      </Row>
      <Row label="Claimant">
        {claim.claimant ? (
          <Chip
            title={claimant?.name ?? "Whoever speaks in the quote"}
            color={claimant ? entityType(state.project.scheme, claimant.type)?.color : undefined}
            onPress={() =>
              claimant ? store.setState({ entity: claimant.id, current: null, tab: "entities" }) : undefined
            }
            removeLabel="Remove the claimant"
            onRemove={() => set("Remove claimant", { claimant: null })}
          />
        ) : (
          <span className="none">Nobody in particular</span>
        )}
        <button
          type="button"
          className="link-button"
          aria-label="Choose the claimant"
          onClick={() => store.setState({ picking: { kind: "claimant", claim: claim.id } })}
        >
          Choose
        </button>
      </Row>
      <Row label="Quote">
        {quote ? (
          <div className="piece">
            <button type="button" onClick={() => makeCurrent(quote.id, { reveal: true })}>
              {coveredText(text, quote.content)}
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label="Take the claim out of the quote"
              onClick={() => set("Take claim out of quote", { quote: null })}
            >
              ×
            </button>
          </div>
        ) : (
          <span className="none">Stands alone</span>
        )}
      </Row>
      <Row label="Verdict">
        <Choice
          label="Verdict"
          value={claim.verdict ?? ""}
          options={[
            { value: "", title: "Not checked" },
            ...state.project.scheme.verdicts.map((value) => ({ value, title: value })),
          ]}
          onChange={(value) => set("Set verdict", { verdict: value === "" ? null : value })}
        />
      </Row>
      <Row label="Evidence">
        {claim.evidence.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no id, and its order is its identity
          <div key={index} className="evidence">
            <TextInput
              label={`Address of evidence ${index + 1}`}
              type="url"
              placeholder="https://…"
              value={one.url}
              onCommit={(url) => setEvidence(index, { url })}
            />
            <TextInput
              label={`Excerpt of evidence ${index + 1}`}
              multiline
              placeholder="What it says"
              value={one.excerpt}
              onCommit={(excerpt) => setEvidence(index, { excerpt })}
            />
            <div className="row">
              <Choice
                label={`Stance of evidence ${index + 1}`}
                value={one.stance}
                options={stances.map((value) => ({ value, title: value }))}
                onChange={(value) =>
                  setEvidence(index, { stance: stances.find((stance) => stance === value) ?? "mentions" })
                }
              />
              {isWebAddress(one.url) ? (
                <button
                  type="button"
                  className="link-button"
                  onClick={() => void ask("window.openExternal", { url: one.url })}
                >
                  Open
                </button>
              ) : null}
              <button
                type="button"
                className="link-button"
                onClick={() => set("Remove evidence", { evidence: claim.evidence.filter((_, at) => at !== index) })}
              >
                Remove
              </button>
            </div>
          </div>
        ))}
        <button
          type="button"
          className="link-button"
          onClick={() =>
            set("Add evidence", {
              evidence: [...claim.evidence, { url: "", excerpt: "", stance: "mentions", retrieved: author.now() }],
            })
          }
        >
          Add evidence
        </button>
      </Row>
    </>
  );
}
