/**
 * Parts of a model that must agree, because native code follows them without a check when the model is used: trees and
 * sparse matrices. Judged after the streams, in the order of the payloads, so that a compressed artifact is decoded
 * once more at most. Linear in the arrays.
 */
import type { Source } from "../container/source.js";
import type { Machine } from "../machine/index.js";
import { dotted } from "../machine/names.js";
import { type Handle, OBJECT, OBJECT_FLAG } from "../tape/handle.js";
import type { ClassEntry } from "../wire/policy.js";
import type { Payloads } from "./array-view.js";
import { predictorFeatures } from "./ensemble.js";
import { sparseProblem } from "./sparse.js";
import { binaryTreeProblem, predictorProblem, treeProblem } from "./tree.js";

/** Judges the instances that the machine put aside. `source` has all payloads, companions' too. */
export function judgeConsistency(machine: Machine, source: Source): void {
  const payloads = { tape: machine.tape, source };
  const features = machine.native.length === 0 ? new Map<Handle, number>() : predictorFeatures(machine);
  // A stream that broke off says so itself.
  if (machine.tape.unbuilt > 0 && machine.findings.worst() === "safe")
    machine.find("build.state", { offset: 0 }, { why: "a dtype or an array that never gets its state" });
  for (const instance of machine.native) {
    // Of those without a state this is told once, below.
    if ((machine.tape.field(instance, OBJECT.FLAGS) & OBJECT_FLAG.BUILT) === 0) continue;
    const entry = machine.classOf(instance);
    const why = entry === null ? null : problemOf(payloads, instance, entry, features.get(instance) ?? Number.POSITIVE_INFINITY);
    if (why !== null) tell(machine, instance, why);
  }
  judgeMissingStates(machine);
}

/** States without which native code has nothing under its pointers: what was made for one always gets it. */
const NEEDS_STATE = new Set(["tree", "tuple-binary-tree", "tuple-metric", "bit-generator"]);

/** The instances that never got the state that their class needs. */
function judgeMissingStates(machine: Machine): void {
  const { tape } = machine;
  for (const instance of machine.instances) {
    if ((tape.field(instance, OBJECT.FLAGS) & OBJECT_FLAG.BUILT) !== 0) continue;
    if (NEEDS_STATE.has(machine.classOf(instance)?.state ?? "")) tell(machine, instance, "an instance of native code without its state");
  }
}

function tell(machine: Machine, instance: Handle, why: string): void {
  const facts = machine.names.facts(machine.tape.field(instance, OBJECT.CLASS));
  const global = facts === null ? "" : dotted(facts.module, facts.name);
  machine.find("model.inconsistent", { offset: machine.tape.field(instance, OBJECT.OFFSET) >>> 0, opcode: "BUILD", global }, { why });
}

function problemOf(payloads: Payloads, instance: Handle, entry: ClassEntry, features: number): string | null {
  if (entry.state === "tree") return treeProblem(payloads, instance);
  if (entry.state === "tree-predictor") return predictorProblem(payloads, instance, features);
  if (entry.state === "tuple-binary-tree") return binaryTreeProblem(payloads, instance);
  return sparseProblem(payloads, instance, entry.path);
}
