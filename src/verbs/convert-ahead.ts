/**
 * Long torch files to safetensors, written while they are judged: what takes the time is the disk, and it would wait for the hash of
 * gigabytes else (2 GB: 4.8 seconds became 3.4). Two children read the file, the second when the first has said all that it has to say.
 * That one has a first look, which leaves out the sums of the storages: its tensors go into the output's draft, as they are hashed
 * (`artifact/hashed-chunks.ts`). The other judges the file as a scan does. The draft becomes the output when the scan says safe, and the
 * witness of both, of the copying and of the hash saw one content in every block.
 *
 * The hash stands in the header, before all tensors: it is put there when it is known. So nothing is written ahead where that
 * cannot be, and nothing where a first look finds anything: then the file is converted as any other is.
 */
import { randomBytes } from "node:crypto";
import type { OpenArtifact } from "../artifact/source.js";
import { createHost } from "../host/index.js";
import { WorstMember } from "../report/own-report.js";
import { type Converted, convertArtifact, type Labels } from "./convert.js";
import type { Target } from "./convert-target.js";
import { KeptDocument } from "./kept-document.js";
import { judge, type Run } from "./run.js";
import { TensorStream } from "./tensor-stream.js";

/** Shorter ones are hashed before a second child has begun. */
const LONG_BYTES = 256 * 1024 * 1024;
/** The fixed part of a zip's member, and where the length of its name stands. */
const HEADER_BYTES = 30;
const NAME_LENGTH = 26;
const LONGEST_NAME = 512;

/** What was made, and what is told of it. */
export interface WrittenAhead {
  readonly converted: Converted;
  readonly report: object | null;
}

/** True for a zip whose first member is a torch pickle, as torch writes it. A guess: what it really is the first look tells. */
async function beginsAsTorchZip(artifact: OpenArtifact): Promise<boolean> {
  const bytes = Buffer.from(await artifact.read(0, HEADER_BYTES + LONGEST_NAME));
  if (bytes.length < HEADER_BYTES || bytes.toString("latin1", 0, 4) !== "PK\x03\x04") return false;
  const end = HEADER_BYTES + bytes.readUInt16LE(NAME_LENGTH);
  return bytes.toString("latin1", HEADER_BYTES, end).endsWith("/data.pkl");
}

/** An artifact for a first look, which waits for no hash. */
const unhashed = (artifact: OpenArtifact, instead: string): OpenArtifact => ({
  ...artifact,
  sha256: () => Promise.resolve(instead),
  changed: () => false,
});

/** The draft of an output: where in it the place of the hash is. */
class Draft {
  readonly #target: Target;
  /** Nothing else in a header reads so. */
  readonly instead = randomBytes(32).toString("hex");
  #hashAt = -1;
  isBegun = false;
  #begin: () => void = () => undefined;
  /** Something is to be written, or nothing ever. */
  readonly begun = new Promise<void>((resolve) => {
    this.#begin = resolve;
  });

  constructor(target: Target) {
    this.#target = target;
  }

  readonly write = (piece: Uint8Array, isHeader: boolean): void | Promise<void> => {
    this.isBegun = true;
    this.end();
    if (!isHeader) return this.#target.writeBeside(piece);
    this.#hashAt = Buffer.from(piece.buffer, piece.byteOffset, piece.length).indexOf(this.instead);
    this.#target.write(piece);
  };

  end(): void {
    this.#begin();
  }

  amend(sha256: string): void {
    if (this.#hashAt >= 0) this.#target.amend(this.#hashAt, Buffer.from(sha256));
  }
}

/**
 * Writes the tensors of a long torch file into a target that is open. Null where the file is to be converted as any other.
 * @throws CornichonError `target.unsupported`, `output.exists`, `input.unreadable`, `host.*`
 */
export async function tensorsAhead(run: Run, labels: Labels, target: Target): Promise<WrittenAhead | null> {
  const { artifact, job, signal } = run;
  const isPlain = !job.options.placeholders && job.options.view === "stored" && artifact.fd !== null;
  const fits = artifact.size >= LONG_BYTES && artifact.size <= job.limits.maxBytes;
  if (!isPlain || !fits || !target.isAmendable || !(await beginsAsTorchZip(artifact))) return null;
  const draft = new Draft(target);
  const stream = new TensorStream(new KeptDocument(), draft.write);
  const host = createHost({ oneShot: true });
  const first = { host, artifact: unhashed(artifact, draft.instead), job: { ...job, firstLook: true }, signal };
  artifact.witness.join();
  const members = new WorstMember();
  try {
    const [looked, judged] = await Promise.allSettled([
      convertArtifact(first, labels, stream).finally(() => draft.end()),
      draft.begun.then(() => judge({ ...run, job: { ...job, verb: "scan" } }, members, () => ({}))),
    ]);
    if (judged.status === "rejected") throw judged.reason;
    const { own, sound } = judged.value;
    if (own.verdict !== "safe" || sound === null) {
      const member = members.worst === null ? {} : { member: members.worst };
      return { converted: { artifacts: [own], verdict: own.verdict, written: false, conflicts: [], ...member }, report: null };
    }
    if (looked.status === "rejected") throw looked.reason;
    const converted = { ...looked.value, artifacts: looked.value.artifacts.map((line) => ({ ...line, sha256: own.sha256 })) };
    // A limit of the copying.
    if (draft.isBegun && !converted.written) return { converted, report: null };
    // What changed while the last tensors were copied is told as it always is.
    if (!converted.written || !stream.isTorch || artifact.changed()) return null;
    const report = stream.finish();
    draft.amend(own.sha256 ?? "");
    return { converted, report };
  } finally {
    await host.close();
  }
}
