import { answerThread, tellFromThread } from "../../thread.ts";
import type { Extracted, Refusal } from "../draft.ts";
import { articleOf } from "./article.ts";
import { readDocument, type Told } from "./document.ts";

/** What the thread that reads PDF files answers. It tells each page before it reads it. */
export type PdfReading = { read(bytes: Uint8Array): Promise<Extracted | Refusal> };

answerThread<PdfReading>({
  async read(bytes) {
    const document = await readDocument(bytes, (progress: Told) => tellFromThread(progress));
    return "reason" in document ? document : articleOf(document.pages, document.facts);
  },
});
