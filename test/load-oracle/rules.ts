/**
 * The rules that close a hole which was run for real (marked † in the rulings), by the name that fixtures carry. Each has
 * fixtures; where loading shows nothing to an audit hook, it says why.
 */
export interface Rule {
  readonly rule: string;
  readonly what: string;
  /** Why an audit hook sees nothing when such a file is loaded. */
  readonly silent?: string;
}

export const RULES: readonly Rule[] = [
  { rule: "copies", what: "calls that copy in Python are no aliases" },
  { rule: "grammar", what: "what a checker saw is not changed afterwards", silent: "the change alone runs nothing; see `copies`" },
  { rule: "work", what: "hashing and freeing that never end, or end the interpreter", silent: "it is time and a signal that show" },
  { rule: "dual-pickle", what: "an array's bytes are opcodes to pickle.load" },
  { rule: "dual-old-joblib", what: "joblib before 1.2 knows no padding" },
  {
    rule: "dual-mixed",
    what: "each joblib skips only its own wrapper's bytes",
    silent: "needs sklearn's own joblib, which no new sklearn has",
  },
  { rule: "dual-nested", what: "a nested STOP inside its frame" },
  { rule: "dual-frame", what: "a wrapper's BUILD inside a frame" },
  { rule: "side-names", what: "names of any length are judged whole in side readings" },
  { rule: "side-after", what: "what a loader passes over ends no side reading" },
  { rule: "side-ends", what: "what stands before the end of a side reading counts" },
  { rule: "side-order", what: "side readings run in the loader's order" },
  { rule: "side-wrapper", what: "joblib reads whatever attributes a wrapper has" },
  { rule: "side-companion", what: "a companion that only one joblib opens" },
  { rule: "side-modules", what: "sklearn 0.21 and 0.22 have joblib's wrappers under two names" },
  { rule: "side-frames", what: "C's buffers decide where a frame goes on", silent: "its files only differ in what is read" },
  { rule: "side-archives", what: "an archive's bytes as joblib would unpickle them" },
  { rule: "nested-plain", what: "nested streams are read plainly" },
  { rule: "zfile-plain", what: "ZF files are read plainly" },
  { rule: "dispatch", what: "every loader's dispatch" },
  { rule: "stream-python", what: "the pure Python unpickler unpacks any arguments" },
  { rule: "stream-lenient", what: "what some loader goes on behind" },
  {
    rule: "items-before-build",
    what: "items of subclasses only before BUILD",
    silent: "its effect needs an item setter that reads the state",
  },
  { rule: "names-order", what: "a module that is genuine only behind another import" },
  { rule: "ufunc-module", what: "_ufunc_reconstruct imports its module" },
  { rule: "memmap", what: "memmap(path, …, 'w+') creates a file" },
  { rule: "memory", what: "joblib.Memory(folder) makes folders" },
  { rule: "never-stored", what: "checked functions are never values" },
  { rule: "items-are-state", what: "items of subclasses count as state" },
  { rule: "references", what: "a callable under a method's name is a call" },
  { rule: "build-exact-dict", what: "states are exact dicts", silent: "needs a subclass whose methods differ" },
  { rule: "build-dunder", what: "__array_interface__ reads any address", silent: "numpy reads it when the value is used" },
  { rule: "build-member", what: "keys that name methods", silent: "the method is called when the model is used; see `references`" },
  {
    rule: "exact-types",
    what: "TreePredictor calls nodes.astype",
    silent: "the genuine call passes keywords that no audited function takes",
  },
  { rule: "rv-exec", what: "distributions execute a text of their state" },
  { rule: "random-ctor", what: "random generators call their arguments" },
  { rule: "wrapper-keys", what: "an extra `read` is called" },
  { rule: "native", what: "native parsers of opaque state", silent: "xgboost, LightGBM and catboost are not installed" },
];
