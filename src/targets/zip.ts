/**
 * A zip of stored members, as numpy and skops read one: no compression, no date (1980-01-01), names in UTF-8. The same members give the
 * same bytes. Not written: zip64, so a file ends before 4 GiB and 65,535 members.
 */

/** A member, in pieces. */
export interface Member {
  readonly name: string;
  pieces(): readonly Uint8Array[];
}

export const MOST_MEMBERS = 65_534;
const MOST_ZIP_BYTES = 2 ** 32 - 2;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Bit 11: the name is UTF-8. */
const UTF8_NAME = 0x800;
/** 1980-01-01 in MS-DOS's way. */
const DATE = 0x21;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(pieces: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const piece of pieces) for (const byte of piece) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Numbers of two and four bytes, one after the other. */
function record(...fields: readonly (readonly [width: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

/** Bytes around a member's own. */
const memberOverhead = (name: string): number => 76 + 2 * new TextEncoder().encode(name).length;
const END_BYTES = 22;

/** Length of a file of members of these names and lengths. */
export const zipLength = (members: readonly { readonly name: string; readonly length: number }[]): number =>
  members.reduce((sum, { name, length }) => sum + memberOverhead(name) + length, END_BYTES);

/** Whether a file without extensions can hold so much. */
export const fitsInZip = (members: number, length: number): boolean => members <= MOST_MEMBERS && length <= MOST_ZIP_BYTES;

/** Writes members into a file of that length, which the caller has counted. */
export function zipOf(members: readonly Member[], length: number): Uint8Array {
  const file = new Uint8Array(length);
  let at = 0;
  const put = (piece: Uint8Array): void => {
    file.set(piece, at);
    at += piece.length;
  };
  const directory: Uint8Array[] = [];
  for (const member of members) {
    const name = new TextEncoder().encode(member.name);
    const pieces = member.pieces();
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const facts = [
      [2, VERSION],
      [2, UTF8_NAME],
      [2, 0],
      [2, 0],
      [2, DATE],
      [4, crc32(pieces)],
      [4, size],
      [4, size],
      [2, name.length],
      [2, 0],
    ] as const;
    directory.push(record([4, CENTRAL], [2, VERSION], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    put(record([4, LOCAL], ...facts));
    put(name);
    for (const piece of pieces) put(piece);
  }
  const start = at;
  for (const piece of directory) put(piece);
  put(record([4, END], [2, 0], [2, 0], [2, members.length], [2, members.length], [4, at - start], [4, start], [2, 0]));
  return file;
}

/** A member that is there. */
export interface StoredMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Length of a file of members that are there. */
export const storedLength = (members: readonly StoredMember[]): number =>
  zipLength(members.map(({ name, bytes }) => ({ name, length: bytes.length })));

/** Writes members that are there. */
export const zipped = (members: readonly StoredMember[]): Uint8Array =>
  zipOf(
    members.map(({ name, bytes }) => ({ name, pieces: () => [bytes] })),
    storedLength(members),
  );
