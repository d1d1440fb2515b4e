import { XMLBuilder } from "fast-xml-parser";
import { checkWorthinessLevels, mentionForms, quoteForms, type Scheme, statuses } from "../../annotation/records.ts";
import type { ExchangeFile } from "../format.ts";
import { claimLabel, cueLabel, linkTypes, mentionLabel, quoteLabel } from "../regions.ts";
import { entityControl, textFields } from "./task.ts";

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
}

const element = (name: string, attributes: Record<string, string> = {}, children: Element[] = []): Element => ({
  name,
  attributes,
  children,
});

/** The labelling configuration that shows and takes what Onrecord writes. */
export function labelStudioSettings(scheme: Scheme): ExchangeFile[] {
  const labels = [
    ...scheme.entityTypes.map(({ id, color }) => ({ value: id, background: color })),
    { value: mentionLabel, background: "#6b7280" },
    { value: quoteLabel, background: "#7a4fd0" },
    { value: cueLabel, background: "#a08bd6" },
    { value: claimLabel, background: "#c2410c" },
  ];
  const distinct = [...new Map(labels.map((label) => [label.value, label])).values()];
  const types = new Set([...Object.values(linkTypes), ...scheme.relationTypes.map(({ id }) => id)]);
  const choices = (name: string, values: readonly string[], of: string) =>
    element(
      "Choices",
      {
        name,
        toName: "text",
        perRegion: "true",
        choice: "single",
        whenTagName: "label",
        ...(of ? { whenLabelValue: of } : {}),
      },
      values.map((value) => element("Choice", { value })),
    );
  const area = (name: string) =>
    element("TextArea", { name, toName: "text", perRegion: "true", editable: "true", maxSubmissions: "1" });
  const view = element("View", {}, [
    element(
      "Relations",
      {},
      [...types].map((value) => element("Relation", { value })),
    ),
    element(
      "Labels",
      { name: "label", toName: "text" },
      distinct.map((label) => element("Label", label)),
    ),
    element("Header", { value: "$title" }),
    element("Text", { name: "text", value: "$text", granularity: "symbol" }),
    choices("form", [...mentionForms, ...quoteForms], ""),
    choices("status", statuses, ""),
    choices("checkWorthiness", checkWorthinessLevels, claimLabel),
    ...(scheme.verdicts.length > 0 ? [choices("verdict", scheme.verdicts, claimLabel)] : []),
    area(entityControl),
    ...textFields.map(area),
  ]);
  const builder = new XMLBuilder({
    preserveOrder: true,
    ignoreAttributes: false,
    format: true,
    suppressEmptyNode: true,
  });
  return [{ name: "labelling-config.xml", text: `${builder.build([ordered(view)]).trim()}\n` }];
}

const ordered = ({ name, attributes, children }: Element): Record<string, unknown> => ({
  [name]: children.map(ordered),
  ":@": Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`@_${key}`, value])),
});
