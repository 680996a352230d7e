/** The arrays of an npz as one dict on one tape, over their bytes as one source: what `convert` writes of such an archive. */
import type { Archive } from "../container/archive.js";
import { JoinedSource } from "../container/joined-source.js";
import { Findings } from "../finding/findings.js";
import { machineFor } from "../machine/index.js";
import { type Handle, KIND, NOTHING } from "../tape/handle.js";
import type { Chosen } from "./line.js";
import { readNpy } from "./npy.js";
import type { ContentRead, PickleInput } from "./pickles.js";

/** In the archive's order; null when a member is no array or has a name that is not ASCII. */
export function joinedArrays(archive: Archive, given: Pick<PickleInput, "policy" | "limits" | "options">): Chosen | null {
  const joined = new JoinedSource();
  const findings = new Findings(given.limits.maxFindings);
  const base = { ...given, source: joined, findings, reading: "pickle" as const };
  const machine = machineFor(base);
  const pairs: Handle[] = [];
  let last: ContentRead | null = null;
  for (const member of archive.members) {
    const source = member.view === "central" && member.kind === "file" ? member.open() : null;
    if (source === null) continue;
    source.end();
    machine.enter(source, joined.add(source));
    last = readNpy({ ...base, source }, machine);
    const key = Uint8Array.from(member.name.replace(/\.npy$/, ""), (c) => c.charCodeAt(0));
    const root = last.roots[0] ?? NOTHING;
    if (root === NOTHING || key.some((b) => b > 127)) return null;
    pairs.push(machine.tape.str(key, 0, key.length), root);
  }
  if (last === null || findings.bad) return null;
  const dict = machine.tape.collection(KIND.DICT);
  machine.tape.extend(dict, Int32Array.from(pairs), 0, pairs.length);
  return { read: last, root: dict, source: joined };
}
