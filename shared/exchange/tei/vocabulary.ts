/** The field in which an annotation file keeps what a TEI document of another program says besides. */
export const kept = "x-tei";
/** The name by which Onrecord knows documents that it wrote. */
export const ownApplication = "onrecord";

/** What ids in the document begin with, by what they are of: entities and annotations may have the same id. */
export const prefix = { entity: "e", annotation: "a", fragment: "f" } as const;

interface EntityElements {
  list: string;
  item: string;
  /** The element in the item that holds the names; null where they stand in the item itself. */
  holder: string | null;
  /** The element of a name, in the list and in the text. */
  name: string;
}

const byType: Readonly<Record<string, EntityElements>> = {
  Person: { list: "listPerson", item: "person", holder: null, name: "persName" },
  Organization: { list: "listOrg", item: "org", holder: null, name: "orgName" },
  Place: { list: "listPlace", item: "place", holder: null, name: "placeName" },
};
const others: EntityElements = { list: "listObject", item: "object", holder: "objectIdentifier", name: "objectName" };

/** How TEI names an entity of a type. Types that it has no element for are objects with the type in `n`. */
export const entityElements = (type: string): EntityElements =>
  Object.hasOwn(byType, type) ? (byType[type] ?? others) : others;

/** Elements of what somebody says. */
export const speech: readonly string[] = ["said", "q", "quote"];

/** Types of entities by the elements that name or list them, other programs' ones too. */
export const typeOfElement: Readonly<Record<string, string>> = {
  persName: "Person",
  orgName: "Organization",
  placeName: "Place",
  settlement: "Place",
  region: "Place",
  country: "Place",
  geogName: "Place",
  district: "Place",
  bloc: "Place",
  objectName: "Object",
  eventName: "Event",
  person: "Person",
  personGrp: "Group",
  org: "Organization",
  place: "Place",
  object: "Object",
  event: "Event",
};
