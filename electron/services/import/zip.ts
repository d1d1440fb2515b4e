import { inflateRawSync } from "node:zlib";

type Entry = { name: string; method: number; packed: number; size: number; offset: number };

const END_RECORD = 0x06054b50;
const DIRECTORY_RECORD = 0x02014b50;
const LONGEST_COMMENT = 0xffff;
const END_RECORD_BYTES = 22;
const DIRECTORY_RECORD_BYTES = 46;
const LOCAL_RECORD_BYTES = 30;
const STORED = 0;

/** The names of a zip archive's files; none where the archive is damaged. */
export function entryNames(bytes: Uint8Array): string[] {
  return entriesOf(bytes).map(({ name }) => name);
}

/** How many bytes the archive says it has unpacked. */
export function unpackedSize(bytes: Uint8Array): number {
  return entriesOf(bytes).reduce((sum, { size }) => sum + size, 0);
}

/** One file of an archive, or null where it is missing, damaged or larger than `limit` bytes. */
export function readEntry(bytes: Uint8Array, name: string, limit: number): Buffer | null {
  const entry = entriesOf(bytes).find((one) => one.name === name);
  if (!entry) return null;
  try {
    const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = entry.offset + LOCAL_RECORD_BYTES;
    const start = header + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28);
    const packed = file.subarray(start, start + entry.packed);
    return entry.method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: limit });
  } catch {
    return null;
  }
}

function entriesOf(bytes: Uint8Array): Entry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = endRecord(file);
    const entries: Entry[] = [];
    let at = file.readUInt32LE(end + 16);
    for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
      if (file.readUInt32LE(at) !== DIRECTORY_RECORD) return entries;
      const nameEnd = at + DIRECTORY_RECORD_BYTES + file.readUInt16LE(at + 28);
      entries.push({
        name: file.toString("utf8", at + DIRECTORY_RECORD_BYTES, nameEnd),
        method: file.readUInt16LE(at + 10),
        packed: file.readUInt32LE(at + 20),
        size: file.readUInt32LE(at + 24),
        offset: file.readUInt32LE(at + 42),
      });
      at = nameEnd + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    }
    return entries;
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** @throws RangeError when the archive has no end, as when a download was cut off. */
function endRecord(file: Buffer): number {
  const earliest = Math.max(0, file.length - END_RECORD_BYTES - LONGEST_COMMENT);
  for (let at = file.length - END_RECORD_BYTES; at >= earliest; at--) {
    if (file.readUInt32LE(at) === END_RECORD) return at;
  }
  throw new RangeError("no end of the central directory");
}
