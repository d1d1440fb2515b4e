import type { Extracted, Refusal } from "./draft.ts";

const NOT_READ: Refusal = {
  reason: "it is a PDF file",
  remedy: "Save it as .docx, HTML or plain text in the program it comes from.",
};

export async function readPdf(_bytes: Uint8Array): Promise<Extracted | Refusal> {
  return NOT_READ;
}
