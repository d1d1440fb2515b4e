/** The index's file is damaged: it has to be made anew. */
export class IndexDamaged extends Error {}

const [generalError, corrupt, notADatabase] = [1, 11, 26];

/** Whether an error says that the file itself is wrong, and not the machine around it. A table that is missing is a file
 *  that another program made. */
export function isDamage(error: unknown): boolean {
  if (error instanceof IndexDamaged) return true;
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return false;
  const code = error.errcode & 0xff;
  return (
    code === corrupt || code === notADatabase || (code === generalError && /no such|malformed/.test(error.message))
  );
}
