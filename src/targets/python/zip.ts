/**
 * A zip of stored members, all of one date: the same members give the same bytes. Neither compression nor zip64: more members
 * or bytes than it can say are for the caller to refuse (`fitsInZip`).
 */

/** What a member is. */
export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MOST_MEMBERS = 65_535;
const MOST_BYTES = 2 ** 32 - 1;
const LOCAL = 30;
const CENTRAL = 46;
const END = 22;
/** The first of January 1980, the first day that there is. */
const DATE = 0x21;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x800;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Bytes of the zip of these members. */
const lengthOf = (members: readonly Member[]): number =>
  members.reduce((sum, { name, bytes }) => sum + LOCAL + CENTRAL + 2 * encoder.encode(name).length + bytes.length, END);

const encoder = new TextEncoder();

/** Whether a zip without extensions can hold them. */
export const fitsInZip = (members: readonly Member[]): boolean => members.length < MOST_MEMBERS && lengthOf(members) < MOST_BYTES;

/** What the two headers of a member have in common, from the version on. */
function described(view: DataView, at: number, crc: number, size: number, nameLength: number): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, FLAGS, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameLength, true);
}

/** The zip's bytes. */
export function zipped(members: readonly Member[]): Uint8Array {
  const out = new Uint8Array(lengthOf(members));
  const view = new DataView(out.buffer);
  const told = members.map(({ name, bytes }) => ({ name: encoder.encode(name), bytes, crc: crc32(bytes), at: 0 }));
  let at = 0;
  for (const member of told) {
    member.at = at;
    view.setUint32(at, 0x04034b50, true);
    described(view, at + 4, member.crc, member.bytes.length, member.name.length);
    out.set(member.name, at + LOCAL);
    out.set(member.bytes, at + LOCAL + member.name.length);
    at += LOCAL + member.name.length + member.bytes.length;
  }
  const directory = at;
  for (const { name, bytes, crc, at: offset } of told) {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, VERSION, true);
    described(view, at + 6, crc, bytes.length, name.length);
    view.setUint32(at + 42, offset, true);
    out.set(name, at + CENTRAL);
    at += CENTRAL + name.length;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, told.length, true);
  view.setUint16(at + 10, told.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out;
}
