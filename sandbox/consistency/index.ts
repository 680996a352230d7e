/**
 * Parts of a model that must agree, because native code follows them without a check when the model is used: trees,
 * sparse matrices, and what pandas indexes by. Judged after the streams, in the order of the payloads, so that a compressed artifact is decoded
 * once more at most. Linear in the arrays.
 */
import type { Source } from "../container/source.js";
import type { Machine } from "../machine/index.js";
import { dotted } from "../machine/names.js";
import { type Handle, OBJECT } from "../tape/handle.js";
import type { ClassEntry } from "../wire/policy.js";
import type { Payloads } from "./array-view.js";
import { pandasProblems } from "./pandas.js";
import { sparseProblem } from "./sparse.js";
import { binaryTreeProblem, predictorProblem, treeProblem } from "./tree.js";

/** Judges the instances that the machine put aside. `source` has all payloads, companions' too. */
export function judgeConsistency(machine: Machine, source: Source): void {
  const payloads = { tape: machine.tape, source };
  for (const instance of machine.native) {
    const entry = machine.classOf(instance);
    const why = entry === null ? null : problemOf(payloads, instance, entry);
    if (why !== null) tell(machine, instance, why);
  }
  for (const { instance, why } of pandasProblems(machine, payloads)) tell(machine, instance, why);
}

function tell(machine: Machine, instance: Handle, why: string): void {
  const facts = machine.names.facts(machine.tape.field(instance, OBJECT.CLASS));
  const global = facts === null ? "" : dotted(facts.module, facts.name);
  machine.find("model.inconsistent", { offset: machine.tape.field(instance, OBJECT.OFFSET) >>> 0, opcode: "BUILD", global }, { why });
}

function problemOf(payloads: Payloads, instance: Handle, entry: ClassEntry): string | null {
  if (entry.state === "tree") return treeProblem(payloads, instance);
  if (entry.state === "tree-predictor") return predictorProblem(payloads, instance);
  if (entry.state === "tuple-binary-tree") return binaryTreeProblem(payloads, instance);
  return sparseProblem(payloads, instance, entry.path);
}
