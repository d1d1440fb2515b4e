/** A name that is safe in every file system: letters, digits and hyphens. */
export function slug(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return plain === "" ? "article" : plain;
}

/** An id made of a name, with a number after it where the plain one is taken. */
export async function freeId(name: string, isTaken: (id: string) => Promise<boolean>): Promise<string> {
  const base = slug(name);
  let id = base;
  for (let n = 2; await isTaken(id); n += 1) id = `${base}-${n}`;
  return id;
}
