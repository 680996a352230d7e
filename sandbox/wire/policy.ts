/**
 * The shape of the policy, made by `src/policy`, and of the texts that it crosses into the guest as.
 *
 * A policy is an exact table. The key of a name is `module + " " + qualname` as they stand in the stream after
 * Python 2's renames (`_compat_pickle`, applied by the machine while the protocol is < 3). Nothing is looked up by
 * prefix, nothing is split at a dot. A name without an entry is refused; `dangerous` only makes the refusal louder.
 * A name with an entry that is `narrow` is known to be dangerous as well: one exact form of it is what genuine files hold,
 * and in every other form, or in none, it is refused as loudly as before.
 */

/** How a class may come into being. `newobj`: NEWOBJ without arguments, or `copyreg._reconstructor(cls, object, None)`. */
export type ClassForm = "newobj" | "dict-subclass" | "list-subclass" | "call";

/** A class of which the machine may make inert instances. */
export interface ClassEntry {
  readonly kind: "class";
  /** The newest public path, e.g. `sklearn.linear_model.Ridge`. */
  readonly path: string;
  readonly family: string;
  /** `newobj` for nearly all; `dict-subclass`/`list-subclass` also take SETITEMS/APPENDS before BUILD. */
  readonly form: ClassForm;
  /** Name of the argument checker when the class is called with arguments (REDUCE, INST, OBJ, NEWOBJ with arguments). */
  readonly call?: string;
  /** What BUILD must carry. `dict` (default): an exact dict with string keys, of classes with slots also (dict or None, dict). Other names: a state checker. */
  readonly state?: string;
  /** State keys under which a reference (function, class, ufunc, partial, callable instance) may stand. */
  readonly refs?: readonly string[];
  /** Names of methods and properties of the class: refused as state keys. */
  readonly members?: readonly string[];
  /** Dunder state keys that the class's own schema has. */
  readonly dunders?: readonly string[];
  /** Instances define `__call__`: they are references themselves. */
  readonly callable?: true;
  /** A fitted thing that `load` may pick as the model (sklearn estimators, Pipelines). */
  readonly estimator?: true;
  /** The class may also stand as a value (as the argument of a checked call or in plain data). */
  readonly reference?: true;
  /**
   * Only counts after another listed name whose import makes the genuine module found first (`_loss`): modules, or
   * packages with a dot at the end.
   */
  readonly after?: readonly string[];
  readonly narrow?: true;
}

/** A function that is only ever called, with an argument checker; never a value. */
export interface CallEntry {
  readonly kind: "call";
  readonly path: string;
  readonly family: string;
  readonly check: string;
  /** What the checker may read beside the arguments: e.g. allowed classes and checksums of a cython reconstructor. */
  readonly args?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly after?: readonly string[];
  readonly narrow?: true;
}

/** A function, ufunc, type or constant that may only stand as an inert value where the policy names the place. */
export interface ReferenceEntry {
  readonly kind: "reference";
  readonly path: string;
  readonly family: string;
  /** `constant`: Ellipsis, NotImplemented; `type`: numpy.float64, builtins.int; `ufunc`: always shown as `numpy.<name>`. */
  readonly what: "function" | "ufunc" | "type" | "constant";
}

export type PolicyEntry = ClassEntry | CallEntry | ReferenceEntry;

/** Why a name is known to be dangerous; the words stand in `src/policy/dangers.ts`. */
export const DANGER_IDS = [
  "code",
  "process",
  "file",
  "network",
  "import",
  "deserialise",
  "attribute",
  "gadget",
  "constructor",
  "native",
  "runtime",
] as const;

export type DangerId = (typeof DANGER_IDS)[number];

/** A known way to run code, open files or reach the network; `why` indexes the reasons kept on the host. */
export type DangerousTable = Readonly<Record<string, DangerId>>;

/** A family that is known by name but not read: `pattern` is a module or a module prefix ending in a dot. */
export interface KnownFamily {
  readonly family: string;
  readonly modules: readonly string[];
}

export interface PolicyTable {
  readonly version: 1;
  /** Key: `module + " " + qualname`. */
  readonly entries: Readonly<Record<string, PolicyEntry>>;
  /** Key as above, or `module + " *"` for a module of which every name is dangerous. */
  readonly dangerous: DangerousTable;
  readonly knownFamilies: readonly KnownFamily[];
}

/** Fields of an entry that name lists; many entries share one. */
export const LIST_FIELDS = ["refs", "members", "dunders", "after"] as const;

/**
 * The table as few long texts (`src/policy/pack.ts`). Every context of the guest is made with the policy in it, and what is
 * one text costs next to nothing there; an entry is only read when its name is met (`sandbox/machine/policy.ts`).
 */
export interface PackedPolicy {
  readonly version: 1;
  /** Lines `key TAB entry`, in the order of their UTF-16 code units; the entry is JSON in which a list is its number in `lists`. */
  readonly entries: string;
  /** Lines `key TAB id`, likewise. */
  readonly dangerous: string;
  /** Lists of texts, each as JSON. */
  readonly lists: readonly string[];
  /** Topmost packages of all names. */
  readonly packages: readonly string[];
  readonly knownFamilies: readonly KnownFamily[];
}
