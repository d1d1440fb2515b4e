/** Whether text that may be cut off begins a list of JSON. */
export const isJsonList = (start: string): boolean =>
  start
    .replace(/^\uFEFF/, "")
    .trimStart()
    .startsWith("[");

/** The elements of a list of JSON, each as it stands there, so that a list of any size is read one element at a time.
 *  What the list breaks off with, and what stands after its end, is an element too: whoever parses it says what is wrong. */
export async function* elementsOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  let before = "";
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const unit = chunk.charCodeAt(at);
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (unit === backslash) isEscaped = true;
        else if (unit === quote) inString = false;
      } else if (unit === quote) inString = true;
      else if (unit === openBracket || unit === openBrace) {
        depth++;
        if (depth === 1) from = at + 1;
      } else if (unit === closeBracket || unit === closeBrace || unit === comma) {
        if (depth === 1) {
          const element = (before + chunk.slice(from, at)).trim();
          if (element !== "") yield element;
          before = "";
          from = at + 1;
        }
        if (unit !== comma) depth--;
      }
    }
    before += chunk.slice(from);
  }
  const rest = before.replace(/^\uFEFF/, "").trim();
  if (rest !== "") yield rest;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];
