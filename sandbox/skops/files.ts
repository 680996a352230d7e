/**
 * The members of a skops archive as its nodes name them: npy files, npz files of sparse matrices, bytes. A name means what
 * it means to Python's `zipfile`: the last member of the directory that has it. Each is read to its end, so its checksum
 * is verified, before anything is made of it; no path is ever made from a name.
 *
 * Refused: object arrays (skops reads npy files without pickles), npy files with bytes behind the array. What was refused or
 * named by nobody is judged as an artifact of its own (`judge/skops.ts`).
 */
import type { Archive, ArchiveMember } from "../container/archive.js";
import { corrupt } from "../container/fault.js";
import type { JoinedSource } from "../container/joined-source.js";
import { type NpyDescr, readNpyHeader } from "../container/npy/index.js";
import type { Source, SourceFault } from "../container/source.js";
import { isNote } from "../finding/codes.js";
import type { PlainReason } from "../finding/reasons.js";
import { makeArray } from "../numpy/array-state.js";
import { tooManyElements } from "../numpy/problem.js";
import { elementCount } from "../numpy/shape.js";
import type { DType } from "../tape/dtype.js";
import { type Handle, KIND, NOTHING, PLACE } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Limits } from "../wire/job.js";

/** What reading files takes. */
export interface FilesInput {
  readonly archive: Archive;
  /** All that is read, one behind the other: payloads point into it. */
  readonly joined: JoinedSource;
  readonly limits: Limits;
  readonly dtypeOf: (descr: NpyDescr) => DType | null;
  /** Opens an archive inside a member. */
  readonly openZip: (source: Source) => Archive;
}

/** A member that was read to its end. */
interface Opened {
  readonly source: Source;
  /** Where it stands in the joined source. */
  readonly base: number;
}

export const damaged = (why: PlainReason): SourceFault => corrupt("skops", why);

export const isFault = (value: unknown): value is SourceFault => typeof value === "object" && value !== null && "code" in value;

export class SkopsFiles {
  readonly #input: FilesInput;
  readonly #byName = new Map<string, ArchiveMember>();
  readonly #opened = new Map<ArchiveMember, Opened | SourceFault>();
  readonly #clean = new Set<ArchiveMember>();
  readonly #named = new Set<ArchiveMember>();

  constructor(input: FilesInput) {
    this.#input = input;
    // As Python: what stands later in the directory has the name.
    for (const member of input.archive.members)
      if (member.view === "central" && member.kind === "file") this.#byName.set(member.name, member);
  }

  /** Whether a node named it, and it was all that it should be. */
  isClean = (member: ArchiveMember): boolean => this.#clean.has(member);
  isNamed = (member: ArchiveMember): boolean => this.#named.has(member);

  /** A member's bytes, of which nothing is expected. */
  bytes(tape: Tape, kind: typeof KIND.BYTES | typeof KIND.BYTEARRAY, name: string): Handle | SourceFault {
    const [member, opened] = this.#open(name);
    if (member === null || isFault(opened)) return isFault(opened) ? opened : damaged("skops.file");
    this.#clean.add(member);
    return tape.bytes(kind, PLACE.SOURCE, opened.base, opened.source.length);
  }

  /** A member's array of numbers, texts or structures. */
  array(tape: Tape, name: string): Handle | SourceFault {
    const [member, opened] = this.#open(name);
    if (member === null || isFault(opened)) return isFault(opened) ? opened : damaged("skops.file");
    const array = this.#npy(tape, opened);
    if (!isFault(array)) this.#clean.add(member);
    return array;
  }

  /** The arrays of a member that is an npz file, by their names without `.npy`. */
  arrays(tape: Tape, name: string): ReadonlyMap<string, Handle> | SourceFault {
    const [member, opened] = this.#open(name);
    if (member === null || isFault(opened)) return isFault(opened) ? opened : damaged("skops.file");
    const inner = this.#input.openZip(opened.source);
    const arrays = new Map<string, Handle>();
    for (const fault of inner.faults) return fault;
    for (const one of inner.members) {
      const [fault] = one.faults;
      if (fault !== undefined) return fault;
      const part = this.#read(one);
      const array = isFault(part) ? part : this.#npy(tape, part);
      if (isFault(array)) return array;
      if (!one.name.endsWith(".npy") || one.view !== "central") return damaged("skops.sparse");
      arrays.set(one.name.slice(0, -".npy".length), array);
    }
    this.#clean.add(member);
    return arrays;
  }

  #open(name: string): readonly [ArchiveMember | null, Opened | SourceFault] {
    const member = this.#byName.get(name) ?? null;
    if (member === null) return [null, damaged("skops.file")];
    this.#named.add(member);
    const known = this.#opened.get(member);
    const opened = known ?? this.#read(member);
    if (known === undefined) this.#opened.set(member, opened);
    return [member, opened];
  }

  /** Reads a member to its end, and puts it behind what was read before. */
  #read(member: ArchiveMember): Opened | SourceFault {
    const source = member.open();
    if (source === null) return member.faults.find((fault) => !isNote(fault)) ?? damaged("skops.file");
    const end = source.end();
    if (source.fault !== null) return source.fault;
    const [note] = end?.notes ?? [];
    if (end === null || note !== undefined) return note ?? damaged("skops.file");
    return { source, base: this.#input.joined.add(source) };
  }

  #npy(tape: Tape, { source, base }: Opened): Handle | SourceFault {
    const start = readNpyHeader(source);
    if ("fault" in start) return start.fault;
    const { header } = start;
    const dtype = this.#input.dtypeOf(header.descr);
    if (dtype === null || dtype.hasObject) return damaged("skops.array");
    const count = elementCount(header.shape, dtype.itemsize, this.#input.limits.maxElements);
    if (count === null) return tooManyElements(this.#input.limits, dtype.itemsize);
    const length = count * dtype.itemsize;
    if (header.dataOffset + length !== source.length) return damaged("skops.array");
    const sizes = Int32Array.from(header.shape, (n) => tape.int(n));
    const data = tape.bytes(KIND.BYTES, PLACE.SOURCE, base + header.dataOffset, length);
    const shape = tape.tuple(sizes, 0, sizes.length);
    return makeArray(tape, { dtype: tape.dtype(dtype), shape, data, fortran: header.fortran, subclass: NOTHING });
  }
}
