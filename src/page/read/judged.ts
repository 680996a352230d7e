/** Files as the page judges and converts them: a line of the report each, and of what is safe the document. */
import type { GuestArtifact, GuestReport, JobOptions } from "../../../sandbox/wire/job.js";
import { CornichonError, reportPath, sentence } from "../../errors.js";
import { ArraysBehind } from "../../neutral/arrays-behind.js";
import { DOCUMENT_END, documentHeader } from "../../neutral/header.js";
import { MemberVerdicts, ownReport } from "../../report/own-report.js";
import { type ArtifactReport, artifactReport, failedReport } from "../../report/scan-report.js";
import { mergeMetadata } from "../../verbs/metadata.js";
import type { ReadText } from "../model/messages.js";
import type { Chosen } from "./choice.js";
import type { Hashes } from "./hashes.js";
import type { Judges } from "./judges.js";
import { type PageFile, pageJob, type ReadOutcome } from "./reading.js";

/** Lines of members that are kept to be shown. */
const MOST_MEMBERS = 200;

/** What files are read with. */
export interface Readers {
  readonly judges: Judges;
  readonly hashes: Hashes;
  readonly chosen: Chosen;
}

/** Files that are data and no artifacts: nobody judges them, and nothing in them can run. */
export type DataKind = "document" | "onnx";

const unreadable = (): CornichonError =>
  new CornichonError(
    "input.unreadable",
    sentence`The browser could not read the file: it was changed, moved or taken away. Drop it again.`,
  );

/** What was found of one file. */
export interface Judged {
  readonly own: ArtifactReport;
  readonly members: readonly ArtifactReport[];
  readonly moreMembers: number;
  /** What it is where it was met in a folder and is no artifact. */
  readonly skipped: string | null;
  readonly data: DataKind | null;
}

/** What the guest took it for, where it is data. */
function dataOf({ report }: ReadOutcome): DataKind | null {
  const [own] = report?.artifacts ?? [];
  const content = report?.skipped ?? own?.findings.find(({ code }) => code === "artifact.unrecognised")?.args?.content;
  if (content === "cornichon") return "document";
  return content === "onnx" || own?.kind === "onnx" ? "onnx" : null;
}

const UNREADABLE = { code: "artifact.unrecognised", offset: 0 } as const;

/** Members as they come: verdicts of all, lines of the first, the ones that are not safe before the others. */
class Lines extends MemberVerdicts {
  readonly bad: GuestArtifact[] = [];
  readonly good: GuestArtifact[] = [];

  protected override keep(raw: GuestArtifact): void {
    const list = raw.findings.length > 0 || raw.inside !== undefined ? this.bad : this.good;
    if (list.length < MOST_MEMBERS) list.push(raw);
  }
}

function judgedOf(path: string, bytes: number, outcome: ReadOutcome, lines: Lines): Judged {
  const skipped = outcome.wall === null ? (outcome.report?.skipped ?? null) : null;
  if (outcome.unreadable) throw unreadable();
  const data = outcome.wall === null ? dataOf(outcome) : null;
  if (skipped !== null) return { own: failedReport(path, UNREADABLE, { bytes }), members: [], moreMembers: 0, skipped, data };
  const own = ownReport(outcome, { path, sha256: null, bytes, changed: false }, lines);
  const members = [...lines.bad, ...lines.good].slice(0, MOST_MEMBERS).map((raw) => artifactReport(raw, { path, sha256: null }));
  return { own, members, moreMembers: lines.count - members.length, skipped: null, data };
}

/** Judges one file. @throws CornichonError `input.unreadable` */
export async function judge({ judges, chosen }: Readers, path: string, given: PageFile, isMet: boolean): Promise<Judged> {
  const lines = new Lines();
  const job = pageJob("scan", chosen, isMet ? { way: "met" } : {});
  const limit = job.limits.maxBytes;
  if (given.file.size > limit) {
    const tooLong = { code: "limit.bytes", offset: 0, args: { limit, option: "--max-bytes" } } as const;
    return { own: failedReport(path, tooLong, { bytes: given.file.size }), members: [], moreMembers: 0, skipped: null, data: null };
  }
  const outcome = await judges.read(given, job, { member: lines.take });
  return judgedOf(path, given.file.size, outcome, lines);
}

const encoded = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A document's frame, as `convert` writes it. */
function headOf(file: File, report: GuestReport, sha256: string): string {
  const [first] = report.artifacts;
  const [name, { size }] = [reportPath(file.name), file];
  const { metadata, conflicts } = mergeMetadata(report.facts, name, {});
  const source = {
    file: name,
    sha256,
    bytes: size,
    kind: first?.kind ?? "pickle",
    encodings: first?.encodings ?? [],
    protocol: first?.protocol ?? null,
  };
  return documentHeader(source, conflicts.length === 0 ? metadata : { ...metadata, conflicts });
}

/** `arrays`: with their bytes behind the text, or within; `placeholders`: for what is not listed. */
type How = Pick<JobOptions, "arrays"> & Partial<Pick<JobOptions, "placeholders">>;

/** What became of a conversion: the document, or the line that says why there is none. */
export interface Converted {
  readonly own: ArtifactReport;
  readonly text: ReadText | null;
}

/**
 * The document of a file, when all of it is safe, or but for what is not listed where placeholders were asked for. A browser does not read
 * a file any more that has changed since it was given, so the hash is of the same bytes. @throws CornichonError `input.unreadable`
 */
export async function convertedText({ judges, hashes, chosen }: Readers, given: PageFile, how: How): Promise<Converted> {
  const hashed = hashes.of(given.file);
  const lines = new Lines();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const behind = new ArraysBehind();
  const outcome = await judges.read(
    given,
    pageJob("convert", chosen, how),
    {
      member: lines.take,
      root: (piece) => void pieces.push(piece),
      report: ({ tensors }) => behind.expect(tensors),
      tensor: (index, piece) => behind.take(index, piece),
    },
    { isUrgent: true },
  );
  const { own } = judgedOf(given.file.name, given.file.size, outcome, lines);
  const isFit = own.verdict === "safe" || (own.verdict === "unlisted" && how.placeholders === true);
  if (!isFit || outcome.report?.converted !== true) return { own, text: null };
  const sha256 = await hashed;
  if (sha256 === null) throw unreadable();
  const head = encoded(headOf(given.file, outcome.report, sha256));
  return { own, text: { pieces: [head, ...pieces, encoded(DOCUMENT_END)], arrays: behind.taken() } };
}

/** True where our own scan calls bytes safe that we wrote. */
export async function isSafe({ judges, chosen }: Readers, bytes: Uint8Array<ArrayBuffer>, name: string): Promise<boolean> {
  const lines = new Lines();
  const outcome = await judges.read(
    { file: new File([bytes], name), beside: [], named: () => null },
    pageJob("scan", chosen),
    { member: lines.take },
    { isUrgent: true },
  );
  return judgedOf(name, bytes.length, outcome, lines).own.verdict === "safe";
}
