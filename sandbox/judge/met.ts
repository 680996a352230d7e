/**
 * What is an artifact among the files of a folder and the members of an archive, where nobody said that it is one. By its
 * first bytes where they are a pickle's or an array's; by its name, unless the bytes are those of another format; else by
 * what it does: run from its first byte as `pickle.load` runs it, an artifact names what is dangerous, or calls what it
 * named, or ends behind a name (`machine/probe.ts`). All other files run nothing in any loader: they are skipped.
 *
 * A budget that stops the run leaves the question open: such a file is judged. So is what a loader decodes and nobody here does.
 */
import { contentKind, isText, otherFormat } from "../container/content-kind.js";
import type { DecodedSource } from "../container/decoded.js";
import type { Source } from "../container/source.js";
import { Findings } from "../finding/findings.js";
import { Probe } from "../machine/index.js";
import { opcodeName } from "../opcode/table.js";
import type { ContentKind } from "../wire/content-kind.js";
import type { GuestFinding } from "../wire/job.js";
import { firstBytes } from "./layers.js";
import { isTelling, type PickleInput, readPickles } from "./pickles.js";

const PROTO = 0x80;
const [OLDEST, NEWEST] = [2, 5];

/** PROTO, a protocol that has one, and an opcode. */
const beginsAsPickle = (bytes: Uint8Array): boolean => {
  const [first = 0, protocol = 0, next] = bytes;
  return first === PROTO && protocol >= OLDEST && protocol <= NEWEST && next !== undefined && opcodeName(next) !== null;
};

/** Formats that stand for an artifact of that name: what is compressed in a way that nobody here reads, and what git left out. */
const STANDS_FOR_IT: ReadonlySet<string | null> = new Set([null, "archive", "lfs-pointer"]);

/** True when a name's word counts: no other format's magic stands at its beginning. */
export const fitsItsName = (bytes: Uint8Array): boolean => STANDS_FOR_IT.has(otherFormat(bytes));

/** Compression methods of zip that Python reads and nobody here does: bzip2, LZMA, and Zstandard from 3.14 on. */
const READ_BY_PYTHON: ReadonlySet<unknown> = new Set([12, 14, 93]);

/** True for a layer whose bytes a loader reads and nobody here does. zlib has none: no loader brings a dictionary. */
export const isUnseen = ({ encoding, fault }: Pick<DecodedSource, "encoding" | "fault">): boolean =>
  encoding !== "zlib" && fault?.code === "container.unsupported";

/** True for a finding that says of an archive: a loader reads a member that nobody here does. */
export const tellsOfUnseen = ({ code, args }: GuestFinding): boolean =>
  code === "container.unsupported" && args?.["why"] === "data.method" && READ_BY_PYTHON.has(args["method"]);

/** Runs what may be a pickle. */
function actsAsPickle(input: PickleInput): boolean {
  const findings = new Findings(input.limits.maxFindings);
  const probe = new Probe();
  readPickles({ ...input, findings, probe });
  return probe.acted || findings.list().some(isTelling);
}

/** True when bytes that nobody named are an artifact. `named`: their name says so. */
export function isArtifact(input: PickleInput, named: boolean): boolean {
  const bytes = firstBytes(input.source);
  return beginsAsPickle(bytes) || (named && fitsItsName(bytes)) || actsAsPickle(input);
}

/** What is skipped, for counting. */
export const kindOfSource = (input: Pick<PickleInput, "source">): ContentKind => contentKind(firstBytes(input.source));

/** The same behind compressions: a text that begins as one does (`x = 1`) decodes to nothing. */
export function kindOfDecoded(stored: Source, source: Source): ContentKind {
  const bytes = firstBytes(source);
  if (bytes.length > 0 || source === stored) return contentKind(bytes);
  return isText(firstBytes(stored)) ? "text" : "archive";
}
