import type { Scheme } from "../../annotation/records.ts";
import { schemeWith } from "../blank.ts";
import { type AnsweredLabel, type LabelKind, typesOf } from "./labels.ts";

/** The scheme with the types that answers ask for, as the document's own scheme has them. */
export function schemeWithLabels(scheme: Scheme, of: Scheme, answers: readonly AnsweredLabel[]): Scheme {
  const asked = (kind: LabelKind) =>
    new Set(answers.filter((one) => one.kind === kind && one.answer.to === "new").map(({ label }) => label));
  const [entities, relations] = [asked("entity"), asked("relation")];
  const known = typesOf(scheme);
  const entityTypes = of.entityTypes.filter(({ id }) => entities.has(id) && !known.entity.has(id));
  const relationTypes = of.relationTypes.filter(({ id }) => relations.has(id) && !known.relation.has(id));
  const isKnown =
    [...entities].every((id) => known.entity.has(id)) && [...relations].every((id) => known.relation.has(id));
  if (isKnown) return scheme;
  const keys = new Set(scheme.entityTypes.map(({ key }) => key));
  const wider = {
    ...scheme,
    entityTypes: [
      ...scheme.entityTypes,
      ...entityTypes.map((type) => (type.key !== null && keys.has(type.key) ? { ...type, key: null } : type)),
    ],
    relationTypes: [...scheme.relationTypes, ...relationTypes],
  };
  // A file's own scheme need not have every label that it uses.
  return schemeWith(wider, entities, relations);
}
