/** How names of files end that are read as articles, small letters, without the period. */
export const articleEndings = ["txt", "text", "md", "markdown", "html", "htm", "docx"] as const;

const ofArticle = new RegExp(`\\.(?:${articleEndings.join("|")})$`, "i");
export const isArticleName = (name: string): boolean => ofArticle.test(name);

const stemOf = (name: string) => name.replace(/\.[^.]*$/, "");

/** Tells articles from files of annotation tools among files that come together: a text beside a file of the same name
 *  belongs to what annotates it. */
export function sorted<F extends { name: string }>(files: readonly F[]): { articles: F[]; exchange: F[] } {
  const annotated = new Set(files.filter(({ name }) => !isArticleName(name)).map(({ name }) => stemOf(name)));
  const isArticle = ({ name }: F) => isArticleName(name) && !(/\.txt$/i.test(name) && annotated.has(stemOf(name)));
  return { articles: files.filter(isArticle), exchange: files.filter((one) => !isArticle(one)) };
}
