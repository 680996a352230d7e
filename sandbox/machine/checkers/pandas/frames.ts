/**
 * Frames and series: their manager, name and attributes. `__setstate__` sets attributes from all that it finds, and what
 * `_typ` says decides what other parts of pandas take the object for: it is the class's own.
 */
import { type Handle, KIND, NOTHING } from "../../../tape/handle.js";
import type { Machine } from "../../machine.js";
import type { StateChecker } from "../state-checker.js";
import { isData } from "./data.js";
import { factOf } from "./facts.js";
import { field, fieldsOf, hasKeys, isBoolean, listOf, textOf } from "./fields.js";
import { isLabel } from "./labels.js";

export const objectState: StateChecker = ({ machine, target, state }) => {
  const fields = fieldsOf(machine, state);
  const series = machine.classOf(target)?.path === "pandas.Series";
  const manager = fields?.has("_mgr") === true ? "_mgr" : "_data";
  const name = series ? (fields?.has("_name") === true ? "_name" : "name") : "";
  if (fields === null || !hasKeys(fields, `${manager} _typ _metadata ${name}`.trim(), "attrs _flags")) return "data-frame.key";
  if (textOf(machine, field(fields, "_typ")) !== (series ? "series" : "dataframe")) return "data-frame.type";
  const path = `pandas.core.internals.managers.${series ? "Single" : ""}BlockManager`;
  if (factOf(machine, field(fields, manager), "manager")?.path !== path) return "data-frame.data";
  if (!isMetadata(machine, field(fields, "_metadata"), name)) return "data-frame.metadata";
  if (series && !isName(machine, field(fields, name))) return "data-frame.series-name";
  if (fields.has("_flags") && !isFlags(machine, field(fields, "_flags"))) return "data-frame.flags";
  const attributes = field(fields, "attrs");
  return attributes === NOTHING || isAttributes(machine, attributes) ? null : "data-frame.attributes";
};

/** A label. What was a row of lists has a list for a name, which nothing looks up. */
const isName = (machine: Machine, name: Handle): boolean =>
  isLabel(machine, name) || (listOf(machine, name)?.every((item) => isLabel(machine, item)) ?? false);

/** The names of what a class keeps beside its data: the name of a series. */
function isMetadata(machine: Machine, handle: Handle, name: string): boolean {
  const items = listOf(machine, handle);
  if (items === null || items.length > 1) return false;
  const [item] = items;
  return item === undefined ? name === "" : name !== "" && ["name", "_name"].includes(textOf(machine, item) ?? "");
}

function isFlags(machine: Machine, handle: Handle): boolean {
  const flags = fieldsOf(machine, handle);
  return flags !== null && hasKeys(flags, "allows_duplicate_labels") && isBoolean(machine, field(flags, "allows_duplicate_labels"));
}

const isAttributes = (machine: Machine, handle: Handle): boolean => machine.tape.kind(handle) === KIND.DICT && isData(machine, handle);
