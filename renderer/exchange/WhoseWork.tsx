import type { ImportPlan, Whose } from "../../shared/host/exchange.ts";
import { useApp } from "../app/store.ts";
import { Radios } from "./Radios.tsx";

/** Whose work the annotations become. */
export function WhoseWork(props: { plan: ImportPlan; value: Whose; onChange(whose: Whose): void }) {
  const { plan, value } = props;
  const me = useApp((app) => app.opened?.annotator.name ?? "");
  const named = plan.people
    .map(({ name, count, isMe }) => `${isMe ? `me, ${name}` : name} (${count.toLocaleString("en")})`)
    .join("; ");
  const first: Record<Whose["whose"], Whose> = {
    named: { whose: "named", nobody: null },
    mine: { whose: "mine" },
    other: { whose: "other", name: "" },
  };
  const isNamed = plan.people.length > 0;
  return (
    <Radios
      legend="Whose work it becomes"
      value={value.whose}
      options={[
        ...(isNamed
          ? [
              {
                value: "named" as const,
                title: `As the files say: ${named}`,
                more:
                  plan.unnamed > 0 && value.whose === "named" ? (
                    <Nobody
                      count={plan.unnamed}
                      me={me}
                      value={value.nobody}
                      onChange={(nobody) => props.onChange({ whose: "named", nobody })}
                    />
                  ) : null,
              },
            ]
          : []),
        { value: "mine", title: `${isNamed ? "All of it mine" : "Mine"} (${me})` },
        {
          value: "other",
          title: isNamed ? "All of it another annotator’s" : "Another annotator’s",
          more:
            value.whose === "other" ? (
              <input
                className="field exchange-name"
                aria-label="The annotator’s name"
                placeholder="Their name"
                value={value.name}
                onChange={(event) => props.onChange({ whose: "other", name: event.target.value })}
              />
            ) : null,
        },
      ]}
      onChange={(whose) => props.onChange(first[whose])}
    />
  );
}

/** Whose the annotations are for which the file names nobody. */
function Nobody(props: { count: number; me: string; value: string | null; onChange(name: string | null): void }) {
  const { value } = props;
  return (
    <div className="exchange-more">
      <Radios
        legend={`What names nobody (${props.count.toLocaleString("en")})`}
        value={value === null ? "mine" : "other"}
        options={[
          { value: "mine", title: `is mine (${props.me})` },
          {
            value: "other",
            title: "is another annotator’s",
            more:
              value === null ? null : (
                <input
                  className="field exchange-name"
                  aria-label="The name of the annotator of what names nobody"
                  value={value}
                  onChange={(event) => props.onChange(event.target.value)}
                />
              ),
          },
        ]}
        onChange={(choice) => props.onChange(choice === "mine" ? null : "")}
      />
    </div>
  );
}
