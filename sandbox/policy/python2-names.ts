/**
 * Python 2's module and name renames as CPython's unpickler applies them while the protocol is below 3
 * (`fix_imports`): first the pair in `names`, else the module in `modules`. The JSON is made by `npm run policy:make`
 * from CPython's own `_compat_pickle`; a test with Python compares the two. Refuses nothing: a renamed name is looked up
 * in the policy like any other. Keys come from files, so look them up with `Object.hasOwn`.
 */
import renames from "./python2-names.json" with { type: "json" };

/** The renames of Python 2: old module to new module, and old `"module name"` to new `"module name"`. */
export const PYTHON2_NAMES: {
  readonly modules: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
} = Object.freeze({ modules: Object.freeze(renames.modules), names: Object.freeze(renames.names) });
