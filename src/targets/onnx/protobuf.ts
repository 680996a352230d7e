/**
 * Protocol buffers, as far as ONNX needs them to be written: varints, lengths, and packed numbers. Fields are written in
 * the order that they are given, so equal graphs are equal bytes. Nothing is read here.
 */

/** Bytes that grow by doubling. */
export class ProtoWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** What was written; a view that the next write may change. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** An integer field; negative ones take ten bytes, as int64 has them. */
  int(field: number, value: number): void {
    this.#varint(field * 8);
    this.#signed(value);
  }

  float(field: number, value: number): void {
    this.#varint(field * 8 + 5);
    this.#room(4);
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true);
    this.#length += 4;
  }

  text(field: number, value: string): void {
    this.raw(field, new TextEncoder().encode(value));
  }

  raw(field: number, value: Uint8Array): void {
    this.#varint(field * 8 + 2);
    this.#varint(value.length);
    this.#append(value);
  }

  /** A message inside this one. */
  message(field: number, write: (inner: ProtoWriter) => void): void {
    const inner = new ProtoWriter();
    write(inner);
    this.raw(field, inner.bytes());
  }

  /** Packed integers. */
  ints(field: number, values: ArrayLike<number>): void {
    const inner = new ProtoWriter(values.length * 2 + 16);
    for (let i = 0; i < values.length; i++) inner.#signed(values[i] ?? 0);
    this.raw(field, inner.bytes());
  }

  /** Packed float32. */
  floats(field: number, values: ArrayLike<number>): void {
    const bytes = new Uint8Array(values.length * 4);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] ?? 0, true);
    this.raw(field, bytes);
  }

  #signed(value: number): void {
    if (value >= 0) return this.#varint(value);
    // Two's complement in 64 bits, seven at a time.
    let rest = BigInt.asUintN(64, BigInt(value));
    this.#room(10);
    for (; rest >= 0x80n; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#length++] = Number(rest);
  }

  #varint(value: number): void {
    let rest = value;
    this.#room(10);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  #append(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const next = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    next.set(this.bytes());
    this.#bytes = next;
  }
}
