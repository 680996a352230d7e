/**
 * One line of a report: the artifact, a member of an archive, or what `--deep` found in a value. Each is read for itself,
 * with findings of its own.
 */
import type { ArchiveMember } from "../container/archive.js";
import type { DecodedSource } from "../container/decoded.js";
import type { Source } from "../container/source.js";
import type { Findings } from "../finding/findings.js";
import { type Handle, NOTHING } from "../tape/handle.js";
import type { ContentKind } from "../wire/content-kind.js";
import type { GuestArtifact, Verdict } from "../wire/job.js";
import type { Format } from "../wire/words.js";
import { describe } from "./describe.js";
import type { ContentRead } from "./pickles.js";
import type { TorchArchive } from "./torch.js";
import { versionsOf } from "./versions.js";

/** A value that can be converted, and the bytes behind its payloads. */
export interface Chosen {
  readonly read: ContentRead;
  readonly root: Handle;
  readonly source: Source;
}

/** What is read for a line. */
export interface Item {
  readonly stored: Source;
  readonly path: string | null;
  readonly depth: number;
  /** How many values it lies in: `--deep` looks into two. */
  readonly inside: number;
  readonly findings: Findings;
  /** The archive's own end of this member: checksum and length. */
  readonly envelope: DecodedSource | null;
  /** Length as stored, -1 when only reading tells. */
  readonly bytes: number;
  /** How it came here: `given` is judged whatever it is, of what was `met` only artifacts are, `met-named` by its name as well. */
  readonly way: "given" | "met" | "met-named";
  /** The archive that it is a member of. */
  readonly archive: Holder | null;
  /** Set for the pickle of a torch file, and for what may be one of its storages. */
  readonly torch?: { readonly file: TorchArchive; readonly member: ArchiveMember };
}

/** What members lie in: its line waits until all that is in it was judged, for its verdict is theirs as well. */
export interface Holder {
  readonly item: Item;
  readonly line: Line;
  /** Items in it that are not done. */
  open: number;
  /** The worst of what is in it and has a line; null where nothing has. */
  inside: Verdict | null;
}

/** A line, and what its reading left. */
export interface Line {
  readonly artifact: GuestArtifact;
  readonly read: ContentRead | null;
  readonly chosen: Chosen | null;
  readonly members: readonly Item[];
  /** What it is where it is no artifact. */
  readonly skipped: ContentKind | null;
}

/** What became of an item's bytes. */
export interface Outcome {
  readonly kind: Format;
  /** Compressions, outermost first. */
  readonly encodings: readonly Format[];
  readonly read: ContentRead | null;
  readonly chosen: Chosen | null;
  readonly members: readonly Item[];
  /** Read to the very end. */
  readonly whole: boolean;
  readonly skipped?: ContentKind;
}

export function lineOf(item: Item, outcome: Outcome, maxGlobals: number): Line {
  const { read, chosen, members } = outcome;
  const { findings } = item;
  const bytes = item.bytes >= 0 ? item.bytes : Math.max(0, item.stored.length);
  const list = findings.list();
  const artifact: GuestArtifact = {
    ...(item.path === null ? {} : { member: item.path }),
    kind: outcome.kind === "pickle" && read?.recognised !== true ? "unknown" : outcome.kind,
    encodings: outcome.encodings,
    protocol: read === null || !read.recognised ? null : read.protocol,
    root: rootOf(read, chosen),
    globals: read?.machine.names.report(maxGlobals) ?? [],
    versions: read === null ? {} : versionsOf(read),
    findings: list,
    moreFindings: Math.max(0, findings.total - list.length),
    bytes,
    readTo: outcome.whole ? bytes : 0,
  };
  return { artifact, read, chosen, members, skipped: outcome.skipped ?? null };
}

/** In words, what `convert` would write, or else the first value. */
function rootOf(read: ContentRead | null, chosen: Chosen | null): string | null {
  if (chosen !== null) return describe(chosen.read.machine.tape, chosen.root);
  const root = read?.roots[0] ?? NOTHING;
  return read === null || root === NOTHING ? null : describe(read.machine.tape, root);
}
