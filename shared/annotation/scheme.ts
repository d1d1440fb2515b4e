import type { EntityType, Scheme } from "./records.ts";

/** The label scheme that a new project starts with. Colours keep 4.5 : 1 on both themes after mixing in CSS. */
export const newsScheme: Scheme = {
  entityTypes: [
    type("Person", "#0b66a8", "1", "A named or described human being."),
    type("Organization", "#0a7f5c", "2", "A company, agency, party, court, newsroom or other body."),
    type("Place", "#b06a00", "3", "A country, region, town, address or building."),
    type("Event", "#a3266b", "4", "Something that happens at a time: an election, a trial, a disaster."),
    type("Work", "#5b5bd6", "5", "A law, report, study, book, film or programme."),
    type("Product", "#7a6a00", "6", "A thing made or sold, a drug, a vehicle, a weapon."),
    type("Group", "#00798c", "7", "People taken together without being a body: voters, farmers, Muslims."),
  ],
  quoteAttributes: [],
  claimAttributes: [],
  relationTypes: [
    { id: "supports", description: "The first gives reason to believe the second." },
    { id: "contradicts", description: "Both cannot be true." },
    { id: "same-claim-as", description: "Both say the same thing." },
    { id: "about", description: "The first speaks of the second." },
  ],
  verdicts: ["true", "mostly true", "half true", "mostly false", "false", "unproven"],
};

function type(id: string, color: string, key: string, description: string): EntityType {
  return { id, color, key, description, attributes: [] };
}

/** The type of that id, or undefined where the scheme no longer has it. */
export function entityType(scheme: Scheme, id: string): EntityType | undefined {
  return scheme.entityTypes.find((candidate) => candidate.id === id);
}
