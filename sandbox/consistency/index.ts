/**
 * Parts of a model that must agree, because native code follows them without a check when the model is used: trees,
 * sparse matrices, and what pandas indexes by. Judged after the streams, in the order of the payloads,
 * so that a compressed artifact is decoded once more at most. Linear in the arrays.
 */
import type { Source } from "../container/source.js";
import type { PlainReason } from "../finding/reasons.js";
import { FREE_WORK } from "../machine/budget.js";
import type { Machine } from "../machine/index.js";
import { dotted } from "../machine/names.js";
import { type Handle, OBJECT, OBJECT_FLAG } from "../tape/handle.js";
import type { ClassEntry } from "../wire/policy.js";
import { type Payloads, payloadsOf } from "./array-view.js";
import { readFeatures } from "./ensemble.js";
import { pandasProblems } from "./pandas.js";
import { sparseProblem } from "./sparse.js";
import { torchSparseProblem } from "./torch-sparse.js";
import { binaryTreeProblem, predictorProblem, treeProblem } from "./tree.js";

const TORCH_SPARSE = "torch.sparse.Tensor";

/** Judges the instances that the machine put aside. `source` has all payloads, companions' too. */
export function judgeConsistency(machine: Machine, source: Source): void {
  const payloads = payloadsOf(machine.tape, source);
  const features = machine.native.length === 0 ? new Map<Handle, number>() : readFeatures(machine);
  // A stream that broke off says so itself.
  if (machine.tape.unbuilt > 0 && machine.findings.worst() === "safe") machine.find("build.state", { offset: 0 }, { why: "state.missing" });
  for (const instance of machine.native) {
    payloads.reads.next();
    if (payloads.reads.again > FREE_WORK) return machine.find("limit.work", { offset: 0 }, { limit: FREE_WORK, option: "" });
    const entry = machine.classOf(instance);
    // What torch rebuilds is whole when it is made.
    const isBuilt = entry?.path === TORCH_SPARSE || (machine.tape.field(instance, OBJECT.FLAGS) & OBJECT_FLAG.BUILT) !== 0;
    const bound = features.get(instance) ?? Number.POSITIVE_INFINITY;
    const why = entry === null ? null : isBuilt ? problemOf(payloads, instance, entry, bound) : "consistency.no-state";
    if (why !== null) tell(machine, instance, why);
  }
  for (const { instance, why } of pandasProblems(machine, payloads)) tell(machine, instance, why);
}

function tell(machine: Machine, instance: Handle, why: PlainReason): void {
  const facts = machine.names.facts(machine.tape.field(instance, OBJECT.CLASS));
  const global = facts === null ? "" : dotted(facts.module, facts.name);
  machine.find("model.inconsistent", { offset: machine.tape.field(instance, OBJECT.OFFSET) >>> 0, opcode: "BUILD", global }, { why });
}

function problemOf(payloads: Payloads, instance: Handle, entry: ClassEntry, features: number): PlainReason | null {
  if (entry.path === TORCH_SPARSE) return torchSparseProblem(payloads, instance);
  if (entry.state === "tree") return treeProblem(payloads, instance, features);
  if (entry.state === "tree-predictor") return predictorProblem(payloads, instance, features);
  if (entry.state === "tuple-binary-tree") return binaryTreeProblem(payloads, instance);
  return entry.path.startsWith("scipy.sparse.") ? sparseProblem(payloads, instance, entry.path) : null;
}
