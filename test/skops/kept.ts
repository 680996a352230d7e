/**
 * A neutral value without what skops does not keep, so that a skops file can be held against the pickle of the same model:
 * the bit generator's instance under a `RandomState`, the seed sequence of a `Generator`, the checksums of cython's losses and
 * (before 0.11) their arguments, the empty state of a `Bunch` or a link, what scipy knew of a matrix's order, the order of sets.
 */

type Json = unknown;
type Fields = Readonly<Record<string, Json>>;

const isFields = (value: Json): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const LOST_OF_SPARSE = ["_has_canonical_format", "_has_sorted_indices"];

const without = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** The dict of a bit generator's state, which numpy 1.26 and later pair with its seed sequence. */
const bitState = (state: Json): Json => (isFields(state) && Array.isArray(state["items"]) ? state["items"][0] : state);

/** A generator's one state, wherever numpy's version puts it. */
function generator(fields: Fields): Fields {
  const [bits] = Array.isArray(fields["args"]) ? fields["args"] : [];
  const state = isFields(bits) ? bitState(bits["state"]) : fields["state"];
  return { ...without(fields, ["args", "state"]), state };
}

function trimmed(fields: Fields): Fields {
  const path = String(fields["class"] ?? "");
  if (fields["$type"] === "set" && Array.isArray(fields["items"]))
    return { ...fields, items: [...fields["items"]].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
  if (path === "numpy.random.RandomState") return without(fields, ["args"]);
  if (path === "numpy.random.Generator") return generator(fields);
  if (path.startsWith("sklearn._loss._loss.Cy")) return without(fields, ["args", "origin", "state"]);
  if (path === "sklearn.utils.Bunch" || path.startsWith("sklearn._loss.link.")) return without(fields, ["state"]);
  if (path.startsWith("scipy.sparse.") && isFields(fields["state"])) return { ...fields, state: without(fields["state"], LOST_OF_SPARSE) };
  return fields;
}

export function kept(value: Json): Json {
  if (Array.isArray(value)) return value.map(kept);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(trimmed(value)).map(([name, one]) => [name, kept(one)]));
}
