/**
 * What is hashed may be copied in the same pass: who asks for bytes that the hash comes to next waits for them and is lent the place
 * that they were read to, while the hash goes on with another one. The last chunks are kept for who is late, and when they are too many
 * the hash waits, until the copying goes on or ends. Who asks for anything else reads for itself: what was hashed long ago, what is
 * far ahead, or a file of which no hash is being made.
 */

/** So far ahead nobody waits. */
const NEAR_BYTES = 8 * 1024 * 1024;
/** Chunks for who is late: the hash waits then. */
const MOST_KEPT = 16;

/** A chunk of the file that was hashed. */
interface Chunk {
  readonly from: number;
  readonly length: number;
  /** The whole place of it. */
  readonly place: Buffer;
}

const holds = ({ from, length }: Chunk, offset: number): boolean => offset >= from && offset < from + length;

export class HashedChunks {
  /** Where the next chunk begins; there is none while nothing is hashed. */
  #next = Number.POSITIVE_INFINITY;
  /** Somebody copies: what is hashed is kept for that. */
  #isCopied = false;
  #wanted = 0;
  #waiting: ((chunk: Chunk | null) => void) | null = null;
  /** The hash waits for room. */
  #goOn: (() => void) | null = null;
  /** In the order of the file. */
  #kept: Chunk[] = [];
  #lent: Chunk | null = null;
  /** Bytes of the lent chunk before this were given away: their taker may have written to them. */
  #givenTo = 0;
  readonly #free: Buffer[] = [];

  begin(): void {
    this.#next = 0;
  }

  /** A chunk was hashed: `place` holds its `length` bytes from `from` on. Returns the place that the hash may use instead. */
  async pass(from: number, place: Buffer, length: number): Promise<Buffer> {
    this.#next = from + length;
    const waiting = this.#waiting;
    // What lies before the bytes that are waited for is of no use: were it kept, both could wait for each other.
    if (!this.#isCopied || (waiting !== null && this.#wanted >= this.#next)) return place;
    const chunk = { from, length, place };
    if (waiting === null) this.#kept.push(chunk);
    else {
      this.#waiting = null;
      waiting(chunk);
    }
    if (this.#kept.length >= MOST_KEPT)
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(place.length);
  }

  /** Nothing more is hashed: nobody waits. */
  end(): void {
    this.#next = Number.POSITIVE_INFINITY;
    this.#waiting?.(null);
    this.#waiting = null;
  }

  /** Nobody copies any more, or somebody reads elsewhere: nothing is kept. */
  leave(): void {
    this.#isCopied = false;
    this.#dropBefore(Number.POSITIVE_INFINITY);
  }

  /** Some of the bytes at `offset`, the caller's until the next call; null where they are to be read. One caller at a time. */
  async take(offset: number, length: number): Promise<Uint8Array | null> {
    if (this.#lent !== null && offset >= this.#givenTo && holds(this.#lent, offset)) return this.#give(this.#lent, offset, length);
    if (this.#lent !== null) this.#free.push(this.#lent.place);
    this.#lent = this.#keptAt(offset) ?? (await this.#hashedNext(offset));
    if (this.#lent !== null) return this.#give(this.#lent, offset, length);
    this.leave();
    return null;
  }

  /** The kept chunk with that byte; those before it are of no more use to who goes on from there. */
  #keptAt(offset: number): Chunk | null {
    this.#dropBefore(offset);
    const [first] = this.#kept;
    return first !== undefined && holds(first, offset) ? (this.#kept.shift() ?? null) : null;
  }

  #dropBefore(offset: number): void {
    const left = this.#kept.filter(({ from, length }) => from + length > offset);
    this.#free.push(...this.#kept.slice(0, this.#kept.length - left.length).map(({ place }) => place));
    this.#kept = left;
    this.#goOn?.();
    this.#goOn = null;
  }

  /** The chunk with that byte, when it is hashed; null where that is not soon. */
  #hashedNext(offset: number): Promise<Chunk | null> {
    if (this.#waiting !== null || offset < this.#next || offset - this.#next > NEAR_BYTES) return Promise.resolve(null);
    this.#isCopied = true;
    this.#wanted = offset;
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  #give({ from, place, length: whole }: Chunk, offset: number, length: number): Uint8Array {
    const to = Math.min(whole, offset - from + length);
    this.#givenTo = from + to;
    return place.subarray(offset - from, to);
  }
}
