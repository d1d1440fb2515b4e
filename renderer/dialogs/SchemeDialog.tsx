import { Tabs } from "radix-ui";
import { useApp } from "../app/store.ts";
import { Modal } from "../widgets/Modal.tsx";
import { AttributeList } from "./AttributeList.tsx";
import { EntityTypeList } from "./EntityTypeList.tsx";
import { RelationTypeList, VerdictList } from "./NamedLists.tsx";
import { changeScheme } from "./scheme-change.ts";
import "./forms.css";
import "./scheme.css";

/** The project's label scheme: what can be marked, in which colours, by which keys, and what is said of it. */
export function SchemeDialog({ onClose }: { onClose(): void }) {
  const scheme = useApp((app) => app.state?.project.scheme);
  if (!scheme) return null;
  return (
    <Modal
      title="Label scheme"
      description="For everybody in this project. Each change is one step that can be undone."
      wide
      onClose={onClose}
      footer={
        <button type="button" className="button primary" onClick={onClose}>
          Close
        </button>
      }
    >
      <Tabs.Root defaultValue="entities" className="scheme">
        <Tabs.List className="tabs scheme-tabs" aria-label="Parts of the scheme">
          <Tabs.Trigger value="entities">Entity types</Tabs.Trigger>
          <Tabs.Trigger value="quotes">Quotes</Tabs.Trigger>
          <Tabs.Trigger value="claims">Claims</Tabs.Trigger>
          <Tabs.Trigger value="relations">Relations</Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="scheme-part" value="entities">
          <EntityTypeList types={scheme.entityTypes} />
        </Tabs.Content>
        <Tabs.Content className="scheme-part" value="quotes">
          <p className="hint">What is asked about every quote, besides its form, cue, speakers and addressees.</p>
          <AttributeList
            of="quotes"
            attributes={scheme.quoteAttributes}
            onChange={(label, change) =>
              changeScheme(label, (now) => ({ ...now, quoteAttributes: change(now.quoteAttributes) }))
            }
          />
        </Tabs.Content>
        <Tabs.Content className="scheme-part" value="claims">
          <h3>Verdicts</h3>
          <p className="hint">What a fact-check may find, in the order of the choice.</p>
          <VerdictList verdicts={scheme.verdicts} />
          <h3>Attributes</h3>
          <p className="hint">What else is asked about every claim.</p>
          <AttributeList
            of="claims"
            attributes={scheme.claimAttributes}
            onChange={(label, change) =>
              changeScheme(label, (now) => ({ ...now, claimAttributes: change(now.claimAttributes) }))
            }
          />
        </Tabs.Content>
        <Tabs.Content className="scheme-part" value="relations">
          <p className="hint">
            How one annotation may stand to another. A new name here does not rename relations made.
          </p>
          <RelationTypeList types={scheme.relationTypes} />
        </Tabs.Content>
      </Tabs.Root>
    </Modal>
  );
}
