/**
 * What crosses the guest's edge: one job in, one report out. Both are plain JSON; bulk bytes go through windows.
 * The host validates every field of a report again (`src/host/validate.ts`): the guest is not trusted.
 */
import type { ContentKind } from "./content-kind.js";
import type { PackedPolicy } from "./policy.js";
import type { Format } from "./words.js";

export type Verb = "scan" | "inspect" | "convert";

/** What a caller may ask for. */
export type ArraysMode = "auto" | "inline" | "base64" | "sidecar";

/** Every limit is an option of the same name in kebab-case. All are inclusive upper bounds. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxDecoded: number;
  readonly maxRatio: number;
  readonly maxMemory: number;
  readonly timeout: number;
  readonly maxOpcodes: number;
  readonly maxNodes: number;
  readonly maxMemo: number;
  readonly maxDepth: number;
  readonly maxDigits: number;
  readonly maxElements: number;
  readonly maxMembers: number;
  readonly maxStreams: number;
  readonly maxContainers: number;
  readonly maxFindings: number;
  readonly maxGlobals: number;
  readonly maxOutput: number;
  /** Bytes of output for a byte of the artifact, where it is more than 64 MiB. */
  readonly maxOutputRatio: number;
}

export interface JobOptions {
  /**
   * How arrays are written: `auto` is base64 beyond 1,000 items. `behind` is that, but each that would be base64 is a tensor
   * behind the document, and its `base64` the tensor's number: for a host that puts the bytes there itself. `all-behind`: each
   * array is one, longest items first, so that every one stands where it can be read in place; the guest's own choice.
   */
  readonly arrays: ArraysMode | "behind" | "all-behind";
  /** Which pickle of a file with several: 0 is the first. */
  readonly index: number;
  /** All pickles of the file, as a list. */
  readonly all: boolean;
  /** Convert this member of an archive. */
  readonly member: string | null;
  /** Judge bytes and texts that spell a pickle as members. */
  readonly deep: boolean;
  /** Bytes after the pickle pass with a note. */
  readonly allowTrailing: boolean;
  /** Keep what is not listed as inert placeholders. */
  readonly placeholders: boolean;
  /** Read a protocol 0 file whose line ends were changed. */
  readonly repairCrlf: boolean;
  /** What Python 2's strings are; `latin1` unless told otherwise. */
  readonly py2Strings: "latin1" | "utf8" | "bytes";
  /** Attributes as they are stored, or by today's names and layouts. */
  readonly view: "stored" | "upgrade";
  /** How it came here: `given` is judged whatever it is, of what was `met` only artifacts are, `met-named` by its name as well. */
  readonly way: "given" | "met" | "met-named";
  /** Base name of the sidecar file that the host will write, as it stands in the document's `file`. */
  readonly sidecar: string;
}

export interface Job {
  readonly verb: Verb;
  /** Length of the artifact in bytes. */
  readonly size: number;
  /** Null: the policy that is built into the guest's snapshot. */
  readonly policy: PackedPolicy | null;
  readonly limits: Limits;
  readonly options: JobOptions;
  /** The host reads long tensors itself where they stand in the artifact as they are. */
  readonly inPlace?: boolean;
  /** Long members that are stored in a zip are not summed up. Nothing that this says is believed before a whole look said the same. */
  readonly firstLook?: boolean;
}

/**
 * What an artifact is. The worst of its findings and members wins; what was not read to its end is never `safe`.
 * @see scan
 */
export type Verdict = "safe" | "unlisted" | "dangerous" | "malformed" | "unsupported" | "limit";
/**
 * How bad a finding is: `note` says something, and changes no verdict.
 * @see scan
 */
export type Severity = "critical" | "high" | "medium" | "low" | "note";

/** A finding as data: `code` decides severity and verdict (`sandbox/finding/codes.ts`), the host writes the sentence. */
export interface GuestFinding {
  readonly code: string;
  /** Bytes from the start of the decoded stream of the artifact or member; of a skops file in its `schema.json`. */
  readonly offset: number;
  readonly opcode?: string;
  readonly global?: string;
  /** Facts for the sentence, strings cut at 200 characters. */
  readonly args?: Readonly<Record<string, string | number>>;
}

export type GlobalUse = "call" | "new" | "build" | "reference";

export interface GuestGlobal {
  readonly module: string;
  readonly name: string;
  readonly use: GlobalUse;
  readonly listed: boolean;
}

export interface GuestArtifact {
  /** Path inside archives, outermost first, joined by `/`; absent for the artifact itself. */
  readonly member?: string;
  readonly kind: Format;
  readonly encodings: readonly Format[];
  readonly protocol: number | null;
  /** Canonical class of the root object, or the `$type`, or null when nothing was read. */
  readonly root: string | null;
  readonly globals: readonly GuestGlobal[];
  readonly versions: Readonly<Record<string, string>>;
  readonly findings: readonly GuestFinding[];
  /** The worst of what lies in this member, where that is not safe: archives within archives, values within values. */
  readonly inside?: Verdict;
  /** Findings beyond `maxFindings` are counted here by verdict. */
  readonly moreFindings: number;
  /** Names that were left out of `globals`, counted; absent when there are none. */
  readonly moreGlobals?: number;
  /** Length of this artifact or member as stored (before decoding), and how far it was read. */
  readonly bytes: number;
  readonly readTo: number;
  /** Hex SHA-256 of a member's bytes, computed in the guest; the host computes the artifact's own. */
  readonly sha256?: string;
}

/** How many of each verdict. */
export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

/** An estimator found in the artifact: at the root, or inside plain dicts, lists and tuples. */
export interface EstimatorFact {
  /** Keys and indices from the root, e.g. `["model"]`; where there are several, only their classes are told. */
  readonly path: readonly (string | number)[];
  readonly class: string;
  /** Class of the last step of a Pipeline, else the same as `class`. */
  readonly finalClass: string;
  readonly features: readonly string[] | null;
  readonly nFeatures: number | null;
  readonly sklearnVersion: string | null;
}

export interface GuestFacts {
  readonly estimators: readonly EstimatorFact[];
  /** Neutral JSON text of a sibling dict named `metadata`, or null. */
  readonly metadata: string | null;
}

/** An array that goes to the sidecar; their bytes follow the report in this order (channel `tensor`). */
export interface TensorFact {
  /** Key in the sidecar and in the document's `tensor`: the decimal position, `"0"`, `"1"` … */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Length of its bytes: C order, little-endian. */
  readonly bytes: number;
  /** Where they stand in the artifact: whoever asked for `inPlace` reads them there, and they are not sent. */
  readonly place?: TensorPlace;
}

/** Bytes of a tensor in the artifact, which are as they would be sent but for the padding of their items. */
export interface TensorPlace {
  readonly at: number;
  /** Bytes of an item. */
  readonly itemsize: number;
  /** Bytes of an item that belong to no field, from and to: zeros, whatever stands there. */
  readonly padding: readonly (readonly [number, number])[];
}

/**
 * What is told at the end. An archive's members were told before, each when it was done: a `GuestArtifact` a line, so that
 * nobody has to hold them all.
 */
export interface GuestReport {
  /** The artifact itself, and nothing else. */
  readonly artifacts: readonly GuestArtifact[];
  /** Members without a line of their own, because the report was long enough: counted by verdict. */
  readonly moreMembers?: VerdictCounts;
  /** What the artifact is where it was met and is none; its line says nothing then. */
  readonly skipped?: ContentKind;
  /** Members that are no artifacts, by kind. */
  readonly skippedMembers?: Readonly<Partial<Record<ContentKind, number>>>;
  readonly facts: GuestFacts | null;
  /** True when neutral JSON for `root` follows (convert, and every verdict is safe). */
  readonly converted: boolean;
  readonly tensors: readonly TensorFact[];
}
