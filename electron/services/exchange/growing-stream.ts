import { createWriteStream, type WriteStream } from "node:fs";
import { truncate } from "node:fs/promises";

/** A file that is added to, and where it ends now. */
export interface GrowingStream {
  stream: WriteStream;
  /** Bytes of the file, once all that was written so far is in it. */
  bytes(): Promise<number>;
}

/** Opens a file to be added to as it was when that many bytes were in it; anew where there were none. It is synced before
 *  it is closed. */
export async function growingStream(path: string, begun: number): Promise<GrowingStream> {
  if (begun > 0) await truncate(path, begun);
  const place = begun > 0 ? { flags: "r+", start: begun } : { flags: "w" };
  const stream = createWriteStream(path, { flush: true, ...place });
  return {
    stream,
    async bytes() {
      await new Promise<void>((resolve, reject) => stream.write("", (error) => (error ? reject(error) : resolve())));
      return begun + stream.bytesWritten;
    },
  };
}
