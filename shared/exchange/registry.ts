import { bratFormat } from "./brat/format.ts";
import { claimReviewFormat } from "./claim-review/format.ts";
import { bilouFormat, conllFormat } from "./conll/format.ts";
import { conllUFormat } from "./conll-u/format.ts";
import { doccanoFormat } from "./doccano/format.ts";
import type { ExchangeFile, Format } from "./format.ts";
import { labelStudioFormat, labelStudioMinFormat } from "./label-studio/format.ts";
import { annotationJsonFormat, annotationLinesFormat } from "./onrecord/format.ts";
import { prodigyFormat } from "./prodigy/format.ts";
import { reportFormat } from "./report/format.ts";
import { csvFormat, tsvFormat } from "./tables/format.ts";
import { workbookFormat } from "./tables/workbook.ts";
import { teiFormat } from "./tei/format.ts";
import { casJsonFormat, xmiFormat } from "./uima/format.ts";
import { webAnnotationFormat } from "./web-annotation/format.ts";
import { webannoTsvFormat } from "./webanno-tsv/format.ts";

/** Every format that Onrecord reads or writes. A new one is a folder here and a line in this list. */
export const formats: readonly Format[] = [
  annotationJsonFormat,
  annotationLinesFormat,
  bratFormat,
  labelStudioFormat,
  labelStudioMinFormat,
  doccanoFormat,
  prodigyFormat,
  conllFormat,
  bilouFormat,
  conllUFormat,
  webAnnotationFormat,
  teiFormat,
  xmiFormat,
  casJsonFormat,
  webannoTsvFormat,
  csvFormat,
  tsvFormat,
  workbookFormat,
  claimReviewFormat,
  reportFormat,
];

export const formatOf = (id: string): Format | undefined => formats.find((format) => format.id === id);

/** The format that a file most likely has, by how it begins; null where nothing fits. */
export function guessFormat(file: ExchangeFile): Format | null {
  const [best] = formats
    .filter(({ read }) => read !== undefined)
    .map((format) => ({ format, sure: format.sniff(file) }))
    .filter(({ sure }) => sure > 0)
    .sort((a, b) => b.sure - a.sure);
  return best?.format ?? null;
}
