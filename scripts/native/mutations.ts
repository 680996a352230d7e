/** Native states changed on purpose: flipped bytes, numbers at the edges, wrong lengths, pieces cut, doubled and swapped. */

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const EDGES = [0, 1, -1, 2, 3, 4, 5, 7, 8, 16, 31, 32, 255, 65_535, 0x7fffffff, -0x80000000, 0x7ffffffe, 1_000_000];
const TEXTS = [
  "0",
  "1",
  "-1",
  "2",
  "3",
  "5",
  "9",
  "100",
  "2147483647",
  "-2147483648",
  "4294967295",
  "1e300",
  "-1e-300",
  "nan",
  "inf",
  "0.5",
  "",
  "99999999999",
];

type Random = () => number;
const below = (random: Random, most: number): number => Math.floor(random() * most);
const pick = <T>(random: Random, list: readonly T[], otherwise: T): T => list[below(random, list.length)] ?? otherwise;

function flip(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  for (let i = below(random, 3); i >= 0; i--) {
    const at = below(random, out.length);
    out[at] = random() < 0.5 ? (out[at] ?? 0) ^ (1 << below(random, 8)) : below(random, 256);
  }
  return out;
}

/** A number of 32 bits at some place becomes one at the edges. */
function word(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  if (out.length < 4) return out;
  const at = below(random, out.length - 3);
  if (random() < 0.5) out.writeInt32LE(pick(random, EDGES, 0), at);
  else out.writeInt32BE(pick(random, EDGES, 0), at);
  return out;
}

/** A number of a block of UBJSON becomes one at the edges, or that of its neighbour. */
function block(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  const places: number[] = [];
  for (let at = out.indexOf("[$"); at >= 0; at = out.indexOf("[$", at + 1)) if (out[at + 3] === 35 && out[at + 4] === 76) places.push(at);
  const at = pick(random, places, -1);
  if (at < 0 || at + 13 > out.length) return word(bytes, random);
  const count = Number(out.readBigInt64BE(at + 5));
  const size = { U: 1, l: 4, L: 8, d: 4 }[String.fromCharCode(out[at + 2] ?? 0)] ?? 1;
  if (count === 0) return flip(bytes, random);
  const place = at + 13 + size * below(random, count);
  if (size === 1) out[place] = below(random, 4);
  else if (place + size <= out.length)
    out.writeInt32BE(random() < 0.5 ? below(random, count + 2) - 1 : pick(random, EDGES, 0), place + size - 4);
  return out;
}

/** An aligned number of 32 bits becomes its neighbour, another small one, or one that stands elsewhere. */
function aligned(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  const words = Math.floor(out.length / 4);
  if (words < 2) return out;
  const at = 4 * below(random, words);
  const kind = below(random, 4);
  if (kind === 0) out.writeInt32LE((out.readInt32LE(at) + 1) | 0, at);
  else if (kind === 1) out.writeInt32LE((out.readInt32LE(at) - 1) | 0, at);
  else if (kind === 2) out.writeInt32LE(below(random, 12) - 2, at);
  else out.copy(out, at, 4 * below(random, words), 4 * below(random, words) + 4);
  return out;
}

/** One of the numbers that come before a text of JSON, or after it: of a flatbuffer they are what is followed. */
function beside(bytes: Buffer, random: Random): Buffer {
  const numbers: number[] = [];
  for (let at = 8; at + 4 <= bytes.length; at += 4) if (!isText(bytes, at)) numbers.push(at);
  const at = pick(random, numbers, 8);
  const out = Buffer.from(bytes);
  if (random() < 0.4) out[at + below(random, 4)] = pick(random, EDGES, 0) & 0xff;
  else if (random() < 0.5) out.writeInt32LE((out.readInt32LE(at) + below(random, 9) - 4) | 0, at);
  else out.writeInt32LE(out.readInt32LE(pick(random, numbers, 8)), at);
  return out;
}

/** Four characters of a text. */
const isText = (bytes: Buffer, at: number): boolean => [0, 1, 2, 3].every((i) => (bytes[at + i] ?? 0) >= 32 && (bytes[at + i] ?? 0) < 127);

/** A number that is written out becomes another one. */
function token(bytes: Buffer, random: Random): Buffer {
  const at = below(random, bytes.length);
  let start = at;
  while (start < bytes.length && !isDigit(bytes[start])) start++;
  while (start > 0 && isDigit(bytes[start - 1])) start--;
  let end = start;
  while (end < bytes.length && (isDigit(bytes[end]) || bytes[end] === 46)) end++;
  const text = random() < 0.5 ? String(below(random, 12)) : pick(random, TEXTS, "0");
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]);
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;

/** A piece is cut out, doubled, or put elsewhere. */
function piece(bytes: Buffer, random: Random): Buffer {
  const start = below(random, bytes.length);
  const end = Math.min(bytes.length, start + 1 + below(random, 24));
  const kind = below(random, 3);
  const rest = kind === 0 ? [] : kind === 1 ? [bytes.subarray(start, end), bytes.subarray(start, end)] : [];
  const out = Buffer.concat([bytes.subarray(0, start), ...rest, bytes.subarray(end)]);
  if (kind !== 2) return out;
  const to = below(random, out.length);
  return Buffer.concat([out.subarray(0, to), bytes.subarray(start, end), out.subarray(to)]);
}

/** Two lines change places, one goes, or one stands twice; what has no lines is cut off. */
function line(bytes: Buffer, random: Random): Buffer {
  const lines = bytes.toString("latin1").split("\n");
  if (lines.length < 8) return bytes.subarray(0, below(random, bytes.length));
  const [a, b] = [below(random, lines.length), below(random, lines.length)];
  const kind = below(random, 3);
  if (kind === 0) [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  else if (kind === 1) lines.splice(a, 1);
  else lines.splice(a, 0, lines[b] ?? "");
  return Buffer.from(lines.join("\n"), "latin1");
}

/** Of a text whose trees stand where sizes say: the sizes are made to fit again, so that what changed is what is judged. */
function sized(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const places = [...text.matchAll(/^(?:Tree=|end of trees)/gm)].map(({ index }) => index);
  if (places.length < 2 || !text.includes("\ntree_sizes=")) return bytes;
  const sizes = places.slice(1).map((place, i) => place - (places[i] ?? 0));
  return Buffer.from(text.replace(/\ntree_sizes=[^\n]*/, `\ntree_sizes=${sizes.join(" ")}`), "latin1");
}

/** How a state is changed: lines of a text, words of a flatbuffer, blocks of UBJSON. */
function waysOf(state: Buffer): readonly ((bytes: Buffer, random: Random) => Buffer)[] {
  if (state[0] === 116) return [flip, token, token, token, line, piece];
  if (state.toString("latin1", 0, 4) === "CBM1") return [flip, word, aligned, aligned, beside, beside, beside, token, piece];
  return [flip, flip, word, word, block, block, token, piece];
}

/** The same for the counts that stand in the text's other places is left to chance. */
export function mutated(state: Buffer, random: Random): Buffer {
  const isLines = state[0] === 116;
  const ways = waysOf(state);
  let out = pick(random, ways, flip)(state, random);
  if (random() < 0.25 && out.length > 0) out = pick(random, ways, flip)(out, random);
  return isLines && random() < 0.8 ? sized(out) : out;
}
