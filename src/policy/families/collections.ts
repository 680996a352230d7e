/**
 * collections, and `functools.partial` as an inert token. A partial is kept and never called; whatever it wraps must
 * be a listed function, not a class.
 */
import type { Family } from "../rows.js";

const DICT_METHODS = "clear copy fromkeys get items keys pop popitem setdefault update values";

export const COLLECTIONS: Family = {
  family: "collections",
  doc: "OrderedDict, defaultdict, Counter, deque and partial.",
  classes: [
    {
      path: "collections.OrderedDict",
      at: "collections",
      form: "dict-subclass",
      call: "ordereddict",
      members: `${DICT_METHODS} move_to_end`,
    },
    { path: "collections.defaultdict", at: "collections", form: "dict-subclass", call: "defaultdict", state: "none" },
    {
      path: "collections.Counter",
      at: "collections",
      form: "dict-subclass",
      call: "counter",
      members: `${DICT_METHODS} elements most_common subtract total`,
    },
    { path: "collections.deque", at: "collections", form: "list-subclass", call: "deque", state: "none" },
    { path: "functools.partial", at: "functools", form: "call", call: "partial", state: "tuple-partial", callable: true },
  ],
};
