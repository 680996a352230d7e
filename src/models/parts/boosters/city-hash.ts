/**
 * The hash under which catboost knows a category: the low half of CityHash64, version 1, of its text in UTF-8. Texts of up to 64
 * bytes; longer ones have a form of their own, which is not written here. Slow (BigInt): once a category, not once a cell.
 */

const BITS = 64;
const cut = (value: bigint): bigint => BigInt.asUintN(BITS, value);

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;
const K3 = 0xc949d7c7509e6557n;
const MIX = 0x9ddfea08eb382d69n;

/** Longest text that is hashed here. */
const LONGEST_HASHED = 64;

const rotated = (value: bigint, by: bigint): bigint => cut((value >> by) | (value << (64n - by)));
const folded = (value: bigint): bigint => value ^ (value >> 47n);

function mixed(low: bigint, high: bigint): bigint {
  const first = folded(cut((low ^ high) * MIX));
  return cut(folded(cut((high ^ first) * MIX)) * MIX);
}

function upTo16(view: DataView, length: number): bigint {
  const size = BigInt(length);
  if (length > 8) {
    const [a, b] = [view.getBigUint64(0, true), view.getBigUint64(length - 8, true)];
    return mixed(a, rotated(cut(b + size), size)) ^ b;
  }
  if (length >= 4) return mixed(size + (BigInt(view.getUint32(0, true)) << 3n), BigInt(view.getUint32(length - 4, true)));
  if (length === 0) return K2;
  const y = BigInt(view.getUint8(0) + view.getUint8(length >> 1) * 256);
  const z = BigInt(length + view.getUint8(length - 1) * 4);
  return cut(folded(cut(y * K2) ^ cut(z * K3)) * K2);
}

function upTo32(view: DataView, length: number): bigint {
  const at = (place: number): bigint => view.getBigUint64(place, true);
  const a = cut(at(0) * K1);
  const b = at(8);
  const c = cut(at(length - 8) * K2);
  const d = cut(at(length - 16) * K0);
  return mixed(cut(rotated(cut(a - b), 43n) + rotated(c, 30n) + d), cut(a + rotated(b ^ K3, 20n) - c + BigInt(length)));
}

/** One of the two halves that make the hash of 33 to 64 bytes. */
function half(start: bigint, z: bigint, second: bigint, third: bigint): readonly [bigint, bigint] {
  let a = start;
  const b = rotated(cut(a + z), 52n);
  let c = rotated(a, 37n);
  a = cut(a + second);
  c = cut(c + rotated(a, 7n));
  a = cut(a + third);
  return [cut(a + z), cut(b + rotated(a, 31n) + c)];
}

function upTo64(view: DataView, length: number): bigint {
  const at = (place: number): bigint => view.getBigUint64(place, true);
  const [vf, vs] = half(cut(at(0) + (BigInt(length) + at(length - 16)) * K0), at(24), at(8), at(16));
  const [wf, ws] = half(cut(at(16) + at(length - 32)), at(length - 8), at(length - 24), at(length - 16));
  const r = folded(cut((vf + ws) * K2 + (wf + vs) * K0));
  return cut(folded(cut(r * K0 + vs)) * K2);
}

/** The low 32 bits of the hash, with their sign; null for a text that is too long. */
export function categoryHash(text: string): number | null {
  const bytes = new TextEncoder().encode(text);
  const { length } = bytes;
  if (length > LONGEST_HASHED) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const hash = length <= 16 ? upTo16(view, length) : length <= 32 ? upTo32(view, length) : upTo64(view, length);
  return Number(BigInt.asIntN(32, hash));
}
