import type { AnnotationFile } from "../../format/annotation-file.ts";
import { keptIn } from "../line-documents.ts";
import { cueLabel, linkTypes, type Regions } from "../regions.ts";
import { kept } from "./kept.ts";

/** The file with what a task says of its cues, such as how they were made, kept in their quotes: a cue has no record. */
export function keepingCues(file: AnnotationFile, { regions, links }: Regions): AnnotationFile {
  const isMention = new Set(file.mentions.map(({ id }) => id));
  const cues = new Map(
    regions.flatMap((region) => (region.label === cueLabel && !isMention.has(region.id) ? [[region.id, region]] : [])),
  );
  const said = new Map(
    links.flatMap(({ type, from, to }) => {
      const fields = type === linkTypes.cue ? cues.get(to)?.fields : undefined;
      return fields === undefined ? [] : [[from, fields]];
    }),
  );
  const quotes = file.quotes.map((quote) => {
    const cue = said.get(quote.id);
    return cue === undefined ? quote : { ...quote, [kept]: { ...keptIn(quote, kept), cue } };
  });
  return { ...file, quotes };
}

/** The regions of a file, its cues with what was kept of them. */
export function withKeptCues(given: Regions, file: AnnotationFile): Regions {
  const fields = new Map(file.quotes.map((quote) => [quote.id, keptIn(keptIn(quote, kept), "cue")]));
  const quoteOf = new Map(given.links.flatMap(({ type, from, to }) => (type === linkTypes.cue ? [[to, from]] : [])));
  const regions = given.regions.map((region) => {
    const cue = region.fields ? undefined : fields.get(quoteOf.get(region.id) ?? "");
    return cue === undefined ? region : { ...region, fields: cue };
  });
  return { ...given, regions };
}
