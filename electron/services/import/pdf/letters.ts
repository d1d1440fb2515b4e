const CONTROL = /[\p{Cc}\p{Co}\p{Cn}\uFFFD]/gu;
/** Ligatures of Latin and Armenian, and the shapes that Arabic letters take in a word: fonts of shapes, not letters. */
const SHAPES = /[\uFB00-\uFB1C\uFB50-\uFDFF\uFE70-\uFEFC]/gu;
const WHITE = /[\t\n\v\f\r\u2028\u2029]/gu;

/** The letters that a page's glyphs stand for, and how many of its glyphs say nothing of a letter. */
export function lettersOf(glyphs: string): { text: string; unknown: number } {
  let unknown = 0;
  const text = glyphs
    .toWellFormed()
    .replace(WHITE, " ")
    .replace(CONTROL, () => {
      unknown++;
      return "";
    })
    .replace(SHAPES, (shape) => shape.normalize("NFKC"));
  return { text, unknown };
}

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;
const LEFT_TO_RIGHT = /[\p{L}--[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]]/gv;
/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** How many more letters run from right to left than from left to right. */
export const leaning = (text: string): number => count(text, RIGHT_TO_LEFT) - count(text, LEFT_TO_RIGHT);

export const isUnspaced = (character: string): boolean => UNSPACED.test(character);

/** Width in Latin characters: those of East Asia take the place of two. */
export function wide(text: string): number {
  let width = 0;
  for (const character of text) width += isUnspaced(character) ? 2 : 1;
  return width;
}
