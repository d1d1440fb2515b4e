/** The half of the parser that reads; the other half finds it in `globalThis`. */
declare module "pdfjs-dist/legacy/build/pdf.worker.mjs";
