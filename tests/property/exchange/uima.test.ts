import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unnamed, unstamped } from "../../../shared/exchange/blank.ts";
import { exportDocument, importFiles } from "../../../shared/exchange/exchange.ts";
import { formatOf } from "../../../shared/exchange/registry.ts";
import { type Cas, type Features, isReference, type Structure, type Value } from "../../../shared/exchange/uima/cas.ts";
import { casOfJson, casToJson } from "../../../shared/exchange/uima/json.ts";
import { casOfXmi, casToXmi } from "../../../shared/exchange/uima/xmi.ts";
import { parseXml } from "../../../shared/exchange/xml.ts";

const text = "Ann 👩🏽‍🚀 met Zoe\u0308 Roe.\nShe   said: 𝒳!";
const sofa = 1;
const dkpro = "de.tudarmstadt.ukp.dkpro.core.api";
const spanTypes = [
  `${dkpro}.ner.type.NamedEntity`,
  `${dkpro}.lexmorph.type.pos.POS`,
  `${dkpro}.segmentation.type.Token`,
  ...["webanno.custom.Span", "webanno.custom.Quote", "webanno.custom.Cue", "webanno.custom.Claim"],
  "uima.tcas.Annotation",
];
const labels = [null, "PER", "Quote", "Cue", "Claim", "Mention", "a|b[1]_*"];
// Without `continued`, which joins annotations: a link of a later piece becomes one of the whole.
const links = ["cue", "speaker", "in quote", "knows", null];
const place = fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([a, b]) => ({
  sofa: { ref: sofa },
  begin: Math.min(a, b),
  end: Math.max(a, b),
}));

/** What any other program may have annotated: spans of its layers and of those that Onrecord writes, also without width
 *  and inside of characters; relations and slots between them, also with roles that mean something to Onrecord. */
const cases: fc.Arbitrary<Cas> = fc
  .record({
    spans: fc.array(fc.tuple(fc.constantFrom(...spanTypes), place, fc.constantFrom(...labels), fc.boolean()), {
      minLength: 1,
      maxLength: 8,
    }),
    relations: fc.array(
      fc.tuple(
        fc.constantFrom("webanno.custom.Relation", "webanno.custom.Knows"),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...links),
      ),
      { maxLength: 5 },
    ),
    slots: fc.array(
      fc.tuple(fc.nat(), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...links)), { minLength: 1, maxLength: 3 })),
      {
        maxLength: 2,
      },
    ),
  })
  .map(({ spans, relations, slots }) => {
    let id = sofa;
    const at = (type: string, features: Features): Structure => ({ id: ++id, type, features, views: [sofa] });
    const said = (name: string, value: string | null): Features => (value === null ? {} : { [name]: value });
    const list = spans.map(([type, where, value, hasMore]) =>
      at(type, { ...where, ...said("value", value), ...(hasMore ? { note: "so", other: 7 } : {}) }),
    );
    const pick = (number: number) => list[number % list.length];
    const made = relations.map(([type, from, to, value]) => {
      const [first, second] = [pick(from), pick(to)];
      const { sofa: of = null, begin = null, end = null } = second?.features ?? {};
      const ends = { Governor: { ref: first?.id ?? 0 }, Dependent: { ref: second?.id ?? 0 } };
      return at(type, { sofa: of, begin, end, ...ends, ...said("value", value) });
    });
    const hosts = new Set<Structure>();
    const fillers = slots.flatMap(([number, items]) => {
      const host = pick(number);
      if (!host || hosts.has(host)) return [];
      hosts.add(host);
      const own = items.map(([to, role]) =>
        at(`${host.type}LinksLink`, { ...said("role", role), target: { ref: pick(to)?.id ?? 0 } }),
      );
      host.features = { ...host.features, links: own.map(({ id: ref }) => ({ ref })) };
      return own;
    });
    return {
      types: [],
      sofas: [{ id: sofa, name: "_InitialView", text, features: { sofaNum: 1 } }],
      structures: [...list, ...made, ...fillers],
    };
  });

/** What a CAS holds, without ids: what has no record of its own may get another. Quotes and claims get a form and a
 *  status where they say none. */
function holdingOf({ structures }: Cas): string[] {
  const byId = new Map(structures.map((structure) => [structure.id, structure]));
  const shown = (value: Value): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    if (!isReference(value)) return value;
    const target = byId.get(value.ref);
    return [target?.type, target?.features.begin, target?.features.end, target?.features.role];
  };
  const sorted = (features: Features) =>
    Object.entries(features)
      .filter(([name, value]) => value !== null && !["form", "status"].includes(name))
      .map(([name, value]) => [name, shown(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return structures
    .filter(({ type }) => type !== "webanno.custom.OnrecordDocument")
    .map(({ type, features }) => JSON.stringify([type, sorted(features)]))
    .sort();
}

const spellings = {
  "uima-xmi": {
    write: casToXmi,
    read: (content: string) => {
      const root = parseXml({ name: "a.xmi", text: content });
      if ("reason" in root) throw new Error(root.reason);
      return casOfXmi(root, []);
    },
  },
  "uima-json": {
    write: casToJson,
    read: (content: string) => {
      const cas = casOfJson(JSON.parse(content));
      if ("reason" in cas) throw new Error(cas.reason);
      return cas;
    },
  },
};

describe.each(["uima-xmi", "uima-json"] as const)("A CAS of another program, as %s", (id) => {
  const format = formatOf(id);
  const { write, read } = spellings[id];
  it("goes out again with all that it held", () => {
    fc.assert(
      fc.property(cases, (cas) => {
        if (!format) throw new Error(id);
        const file = { name: "a", text: write(cas) };
        const options = { now: unstamped, annotator: { id: unnamed, name: "Imported" } };
        const { documents, problems } = importFiles(format, [file], options);
        expect(problems).toEqual([]);
        const [exported] = documents.map((one) => exportDocument(format, one, { extension: true }));
        expect(exported?.losses).toEqual([]);
        expect(holdingOf(read(exported?.files[0]?.text ?? ""))).toEqual(holdingOf(read(file.text)));
      }),
      { numRuns: 150 },
    );
  });
});
