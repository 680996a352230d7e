/**
 * What all streams of one artifact share: the tape, the window, the names, the findings and the budgets. A stream
 * (`stream.ts`) has a stack, marks and a memo of its own.
 */
import type { Source, SourceFault } from "../container/source.js";
import type { FindingArgs } from "../finding/arguments.js";
import type { Reason } from "../finding/because.js";
import type { FindingCode } from "../finding/codes.js";
import type { FindingPlace, Findings } from "../finding/findings.js";
import type { PlainReason } from "../finding/reasons.js";
import { type Handle, KIND, NOTHING, OBJECT, OBJECT_FLAG, PLACE, TAG, tagOf } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Limits } from "../wire/job.js";
import type { ClassEntry, PolicyEntry } from "../wire/policy.js";
import type { Reading } from "../wire/words.js";
import { Cursor } from "./cursor.js";
import { Hashing } from "./hashing.js";
import { Names } from "./names.js";
import { Nesting } from "./nesting.js";
import type { Policy } from "./policy.js";
import type { Probe } from "./probe.js";
import type { StreamResult } from "./result.js";
import type { TorchStorage, View } from "./torch-views.js";

/**
 * Which loader's eyes read the stream. `joblib`: arrays follow their wrapper, with the padding byte of joblib ≥ 1.2.
 * `joblib-old`: arrays follow, no padding byte. `pickle`: a wrapper is an object like another.
 */
export type { Reading } from "../wire/words.js";

/** How a side reading differs beyond `Reading`. */
export interface Variant {
  /** Only wrappers of this module's package take bytes: each joblib knows its own. Null: all do. */
  readonly takes: string | null;
  /**
   * A nested stream ends behind its STOP, not behind the frame that STOP stands in. Null: where the artifact's own reading
   * met no such frame, nobody asks; it is refused.
   */
  readonly behindStop: boolean | null;
}

export interface MachineInput {
  readonly source: Source;
  readonly tape: Tape;
  readonly policy: Policy;
  readonly findings: Findings;
  readonly limits: Limits;
  readonly reading: Reading;
  readonly offset: number;
  /** Set for side readings. */
  readonly variant?: Variant;
  /** Set where it is asked whether the bytes are a pickle at all. */
  readonly probe?: Probe;
}

/** An array that lies in a file beside the pickle (`companion.ts`). */
export interface CompanionRequest {
  /** A file's name, without any path. */
  readonly name: string;
  /** State of a `ZNDArrayWrapper` without its data: (version, shape, dtype, is_fortran). Null for npy files. */
  readonly state: Handle | null;
}

/** What persistent ids stand for in a file of torch (`storages.ts`). */
export interface Persistent {
  /** The file's numbers are big-endian. */
  readonly bigEndian: boolean;
  /** Tensors over a storage that is compressed: `torch.load(mmap=True)` takes its bytes as they stand. */
  readonly packed: Set<Handle>;
  /** The value that an id stands for, or why it is refused. */
  load(machine: Machine, id: Handle): Handle | PlainReason | SourceFault;
  /** The storage that a value is, null for any other value. */
  storageOf(value: Handle): TorchStorage | null;
  /** The items that a tensor shows of a storage. The caller has seen to it that they stand in it. */
  array(machine: Machine, storage: TorchStorage, view: View): Handle;
}

export class Machine {
  readonly tape: Tape;
  cursor: Cursor;
  /** Added to offsets of payloads: where this source stands among the artifact's (members of an npz, companions). */
  base = 0;
  readonly names: Names;
  findings: Findings;
  readonly limits: Limits;
  readonly reading: Reading;
  /** OBJECT nodes whose state or items the audit must look at. */
  readonly instances: Handle[] = [];
  /** OBJECT nodes with native state, of all streams: what is decoded of it is decided later. */
  readonly boosters: Handle[] = [];
  /** Native states that do not hold, and why: they are never decoded. */
  readonly unsound = new Map<Handle, Reason>();
  /** Instances whose native code follows their arrays unchecked: `sandbox/consistency` judges them. */
  readonly native: Handle[] = [];
  /** Collections, tuples and arrays that directly hold a reference, with the offset of the opcode that put it there. */
  readonly holders: Handle[] = [];
  readonly holderOffsets: number[] = [];
  /** The reference itself; NOTHING: all that the holder held when it was made. */
  readonly heldReferences: Handle[] = [];
  /** Raw array bytes between instructions, in stream order: padding included. */
  readonly payloads: { readonly offset: number; readonly end: number }[] = [];
  /** Keys and set items, as Python hashes them. */
  readonly hashing: Hashing;
  /** Values that free by recursion what they hold. */
  readonly nesting: Nesting;
  /** Argument tuples that a checker took: what stands in them was judged there. */
  readonly consumed = new Set<Handle>();
  /** Bits of the tags that may be references; the NODE bit is set once a callable instance exists. */
  referenceTags = 1 << TAG.GLOBAL;
  /** Dicts that the loader takes keys out of, and tuples that hold one, of this stream (`taken.ts`). */
  readonly taken = new Set<Handle>();
  /** Streams run so far, nested ones included. */
  streams = 0;
  /** Of these, the ones inside another: object arrays. */
  nestedStreams = 0;
  /** Instructions run so far, and memo entries made, in all streams. */
  opcodes = 0;
  memoEntries = 0;
  /** Runs the pickle at the cursor, `depth` streams deep. Set by the room's door, which knows how streams run. */
  runNested: (depth: number) => StreamResult = () => ({
    end: "broken",
    root: NOTHING,
    protocol: 0,
    next: 0,
    frameEnd: -1,
    recognised: false,
  });
  /** Reads the array of a companion file; where there are none to be had it is missing. */
  companions: (machine: Machine, request: CompanionRequest) => Handle = (machine, { name }) => {
    machine.find("container.missing-companion", { offset: machine.cursor.offset }, { companion: name.slice(0, 200) });
    return NOTHING;
  };
  /** What persistent ids stand for, in files of torch; null where they are refused. */
  torch: Persistent | null = null;
  /** Modules of the wrappers met, in all streams. */
  readonly wrapperModules = new Set<string>();
  /** A Python 2 string that is not ASCII was met, and told. */
  python2Text = false;
  /** Null in an artifact's own reading. */
  readonly variant: Variant | null;
  /** Null where the bytes are known to be a pickle, or are judged as one. */
  readonly probe: Probe | null;
  /** A nested stream's STOP stood inside a frame: loaders differ in where they go on. */
  stopInFrame = false;
  /** Versions that instances say of their library (`sklearn`), the first of each. */
  readonly versions = new Map<string, string>();

  constructor(input: MachineInput) {
    this.tape = input.tape;
    this.cursor = new Cursor(input.source, input.offset);
    this.hashing = new Hashing(this);
    this.nesting = new Nesting(input.tape);
    this.findings = input.findings;
    this.limits = input.limits;
    this.reading = input.reading;
    this.variant = input.variant ?? null;
    this.probe = input.probe ?? null;
    this.names = new Names(input.tape, input.policy, input.findings);
  }

  /** Goes on with another source, whose payloads stand at `base` of the joined ones. */
  enter(source: Source, base: number): void {
    this.cursor = new Cursor(source);
    this.base = base;
  }

  /** Runs `work` with findings of its own, so that the caller can decide which of them count. */
  withFindings<T>(own: Findings, work: () => T): T {
    const outer = this.findings;
    this.findings = own;
    this.names.findings = own;
    try {
      return work();
    } finally {
      this.findings = outer;
      this.names.findings = outer;
    }
  }

  find(code: FindingCode, place: FindingPlace, args?: FindingArgs): void {
    this.findings.add(code, place, args);
  }

  /** The policy's entry of a token, null when it is not listed or no token. */
  entry(token: Handle): PolicyEntry | null {
    return this.names.facts(token)?.entry ?? null;
  }

  /** The entry of an instance's class, null for what is no instance of a listed class. */
  classOf(instance: Handle): ClassEntry | null {
    if (this.tape.kind(instance) !== KIND.OBJECT) return null;
    const entry = this.entry(this.tape.field(instance, OBJECT.CLASS));
    return entry?.kind === "class" ? entry : null;
  }

  /**
   * True for what the policy calls a reference: a token, a partial, an instance of a class with `__call__`. A listed constant
   * (`pandas.NA`) is a value like None: it has one meaning wherever it stands, and nothing to call.
   */
  isReference(handle: Handle): boolean {
    if (tagOf(handle) === TAG.GLOBAL) {
      const entry = this.entry(handle);
      return entry?.kind !== "reference" || entry.what !== "constant";
    }
    if (this.tape.kind(handle) !== KIND.OBJECT) return false;
    const flags = this.tape.field(handle, OBJECT.FLAGS);
    return (flags & OBJECT_FLAG.PARTIAL) !== 0 || this.classOf(handle)?.callable === true;
  }

  /** Remembers that `holder` got a reference (NOTHING: that it was made with some), for the audit. */
  noteHolder(holder: Handle, offset: number, reference: Handle = NOTHING): void {
    this.holders.push(holder);
    this.holderOffsets.push(offset);
    this.heldReferences.push(reference);
  }

  /** A new instance of a listed class. */
  instance(classToken: Handle, origin: Handle, args: Handle, flags = 0): Handle {
    const made = this.tape.object(classToken, origin, args, flags);
    // The opcode that makes it is one byte; BUILD puts its own place here.
    this.tape.setField(made, OBJECT.OFFSET, (this.cursor.offset - 1) | 0);
    this.instances.push(made);
    const entry = this.entry(classToken);
    if ((flags & OBJECT_FLAG.PARTIAL) !== 0 || (entry?.kind === "class" && entry.callable)) this.referenceTags |= 1 << TAG.NODE;
    return made;
  }

  /** What stands in for a refused value: kept with its arguments, for `--placeholders` and for the rest of the judgement. */
  placeholder(token: Handle, args: Handle): Handle {
    return this.tape.object(token, token, args, OBJECT_FLAG.UNLISTED);
  }

  /** A placeholder for what has no name (persistent ids, extension codes). */
  nameless(what: string): Handle {
    return this.placeholder(this.names.pseudo(what), NOTHING);
  }

  isPlaceholder(handle: Handle): boolean {
    return this.tape.kind(handle) === KIND.OBJECT && (this.tape.field(handle, OBJECT.FLAGS) & OBJECT_FLAG.UNLISTED) !== 0;
  }

  /** Up to `cap` bytes of a bytes-like handle, read from the source where they were not copied; null for other values. */
  bytesOf(handle: Handle, cap: number): Uint8Array | null {
    const range = this.tape.byteRange(handle);
    if (range === null) return null;
    const length = Math.min(range.length, cap);
    if (range.place === PLACE.ARENA) return this.tape.arena.subarray(range.offset, range.offset + length);
    const copy = new Uint8Array(length);
    const got = this.cursor.source.read(range.offset - this.base, length, copy, 0);
    return copy.subarray(0, got);
  }
}
