import { createTextAnnotator, type TextAnnotation } from "@recogito/text-annotator";
import type { BenchMark } from "../document.ts";
import { type Peer, plainParagraphs, ranges } from "./peer.ts";

/** Recogito's text annotator over plain paragraphs. It is given ready ranges: finding them from offsets is what makes it
 *  slow to open long texts. */
export function recogito(): Peer {
  let annotator: ReturnType<typeof createTextAnnotator<TextAnnotation, TextAnnotation>>;
  let made: (mark: BenchMark, body?: string) => TextAnnotation;
  const added = new Map<string, BenchMark>();
  return {
    open(root, source) {
      const rangeOf = ranges(source, plainParagraphs(root, source));
      made = (mark, value = mark.kind) => ({
        id: mark.id,
        bodies: [{ id: `${mark.id}-body`, annotation: mark.id, purpose: "tagging", value }],
        target: {
          annotation: mark.id,
          selector: [
            {
              quote: source.text.slice(mark.start, mark.end),
              start: mark.start,
              end: mark.end,
              range: rangeOf(mark),
            },
          ],
        },
      });
      annotator = createTextAnnotator<TextAnnotation, TextAnnotation>(root, { annotatingEnabled: false });
      annotator.setAnnotations(source.marks.map((mark) => made(mark)));
    },
    add(mark) {
      added.set(mark.id, mark);
      annotator.addAnnotation(made(mark));
    },
    remove(id) {
      annotator.removeAnnotation(id);
    },
    recolour(id) {
      const mark = added.get(id);
      if (mark) annotator.updateAnnotation(made(mark, "other"));
    },
    undo: () => annotator.undo(),
  };
}
