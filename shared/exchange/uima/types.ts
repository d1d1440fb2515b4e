import { childrenOf, textOf, type XmlElement, xmlElement, xmlText } from "../xml.ts";
import type { CasType, FeatureType } from "./cas.ts";

/** The types that a type system description declares.
 *  https://uima.apache.org/d/uimaj-current/references.html#ugr.ref.xml.component_descriptor.type_system */
export function typesInXml(root: XmlElement): CasType[] {
  const word = (element: XmlElement, name: string) => textOf(childrenOf(element, name)[0]).trim();
  return childrenOf(childrenOf(root, "types")[0], "typeDescription").map((element) => ({
    name: word(element, "name"),
    super: word(element, "supertypeName"),
    features: childrenOf(childrenOf(element, "features")[0], "featureDescription").map((feature): FeatureType => {
      const of = word(feature, "elementType");
      const isShared = word(feature, "multipleReferencesAllowed") === "true";
      return {
        name: word(feature, "name"),
        range: word(feature, "rangeTypeName"),
        ...(of === "" ? {} : { element: of }),
        ...(isShared ? { shared: true } : {}),
      };
    }),
  }));
}

/** A type system description that declares the types. */
export function typesToXml(types: readonly CasType[]): string {
  const word = (name: string, value: string) => xmlElement(name, {}, xmlText(value));
  const feature = ({ name, range, element, shared }: FeatureType) =>
    [
      "        <featureDescription>",
      word("name", name),
      "<description/>",
      word("rangeTypeName", range),
      element === undefined ? "" : word("elementType", element),
      shared ? word("multipleReferencesAllowed", "true") : "",
      "</featureDescription>\n",
    ].join("");
  const type = ({ name, super: parent, features }: CasType) =>
    [
      "    <typeDescription>\n",
      `      ${word("name", name)}<description/>${word("supertypeName", parent)}\n`,
      features.length === 0 ? "" : `      <features>\n${features.map(feature).join("")}      </features>\n`,
      "    </typeDescription>\n",
    ].join("");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n',
    `  <types>\n${types.map(type).join("")}  </types>\n`,
    "</typeSystemDescription>\n",
  ].join("");
}
