/** The packs that `write.py` writes: many dumps in one stream, each with its pickler and the seed that makes it again. */
export interface Dump {
  readonly pickler: string;
  readonly seed: number;
  readonly bytes: Buffer;
}

/** Cuts pieces of a stream into dumps; the rest waits for more. */
export class PackReader {
  #rest: Buffer = Buffer.alloc(0);

  *take(piece: Buffer): Generator<Dump> {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    for (let found = this.#next(); found !== null; found = this.#next()) yield found;
  }

  /** Bytes that are no whole dump. */
  get left(): number {
    return this.#rest.length;
  }

  #next(): Dump | null {
    const rest = this.#rest;
    const name = rest[0];
    if (name === undefined || rest.length < name + 9) return null;
    const length = rest.readUInt32LE(name + 5);
    const end = name + 9 + length;
    if (rest.length < end) return null;
    this.#rest = rest.subarray(end);
    return { pickler: rest.toString("latin1", 1, name + 1), seed: rest.readUInt32LE(name + 1), bytes: rest.subarray(name + 9, end) };
  }
}
