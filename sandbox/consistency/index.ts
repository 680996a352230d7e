/**
 * Parts of a model that must agree, because native code follows them without a check when the model is used: trees and
 * sparse matrices. Judged after the streams, in the order of the payloads, so that a compressed artifact is decoded
 * once more at most. Linear in the arrays.
 */
import type { Source } from "../container/source.js";
import type { Machine } from "../machine/index.js";
import { dotted } from "../machine/names.js";
import { type Handle, OBJECT } from "../tape/handle.js";
import type { ClassEntry } from "../wire/policy.js";
import type { Payloads } from "./array-view.js";
import { sparseProblem } from "./sparse.js";
import { binaryTreeProblem, predictorProblem, treeProblem } from "./tree.js";

/** Judges the instances that the machine put aside. `source` has all payloads, companions' too. */
export function judgeConsistency(machine: Machine, source: Source): void {
  const payloads = { tape: machine.tape, source };
  // A stream that broke off says so itself.
  if (machine.tape.unbuilt > 0 && machine.findings.worst() === "safe")
    machine.find("build.state", { offset: 0 }, { why: "a dtype or an array that never gets its state" });
  for (const instance of machine.native) {
    const entry = machine.classOf(instance);
    const why = entry === null ? null : problemOf(payloads, instance, entry);
    if (why === null) continue;
    const facts = machine.names.facts(machine.tape.field(instance, OBJECT.CLASS));
    const global = facts === null ? "" : dotted(facts.module, facts.name);
    machine.find("model.inconsistent", { offset: machine.tape.field(instance, OBJECT.OFFSET) >>> 0, opcode: "BUILD", global }, { why });
  }
}

function problemOf(payloads: Payloads, instance: Handle, entry: ClassEntry): string | null {
  if (entry.state === "tree") return treeProblem(payloads, instance);
  if (entry.state === "tree-predictor") return predictorProblem(payloads, instance);
  if (entry.state === "tuple-binary-tree") return binaryTreeProblem(payloads, instance);
  return sparseProblem(payloads, instance, entry.path);
}
