const megabyte = 1024 * 1024;

/** Bytes that a request to the web host may have, in JSON. */
export const mostRequestBytes = 80 * megabyte;

/** Bytes that an article's own text or file may have, but for PDF files. */
export const mostArticleBytes = 20 * megabyte;

/** A number of bytes as people say it. */
export function inMegabytes(bytes: number): string {
  const size = bytes / megabyte;
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} MB`;
}
