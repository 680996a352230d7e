/**
 * Every finding's code with what follows from it. This table is the one truth: the verdict, the severity, SARIF's
 * rules, `cornichon schema codes` and the docs come from it. Codes are stable and never reused.
 * Sentences for people live on the host, in `src/report/messages.ts`.
 */
import type { Severity, Verdict } from "../wire/job.js";

interface CodeRow {
  readonly severity: Severity;
  /** What the artifact becomes at least; `safe` for notes. */
  readonly verdict: Verdict;
  /** Names of the facts that the sentence uses. */
  readonly args: readonly string[];
  /** One sentence of meaning, for the published list. */
  readonly doc: string;
}

const row = (severity: Severity, verdict: Verdict, args: readonly string[], doc: string): CodeRow => ({ severity, verdict, args, doc });

export const CODES = {
  "global.dangerous": row(
    "critical",
    "dangerous",
    ["why"],
    "A name known to run code, open files or reach the network is called or referenced.",
  ),
  "call.dangerous": row("critical", "dangerous", ["why"], "An allowed call gets arguments that would run code."),
  "global.unlisted": row("high", "unlisted", [], "A class or function that is not on the allow-list."),
  "global.family": row("high", "unlisted", ["family"], "A class or function of a known library that is not read."),
  "global.malformed": row(
    "high",
    "unlisted",
    [],
    "A name that no real class has: too long, with control characters, blanks or a look-alike.",
  ),
  "global.python2": row("high", "unlisted", [], "A Python 2 name under protocol 3 or later, where Python no longer renames it."),
  "global.order": row("high", "unlisted", [], "A module that is only the genuine one after another name was imported."),
  "global.computed": row("high", "unlisted", [], "STACK_GLOBAL with operands that no string opcode pushed."),
  "call.unlisted": row("high", "unlisted", [], "A call of something that the policy does not let be called."),
  "call.arguments": row("high", "unlisted", ["why"], "An allowed call with arguments that its checker does not accept."),
  "build.target": row("high", "unlisted", [], "BUILD on what is not an instance made by this stream, or a second time."),
  "build.state": row("high", "unlisted", ["why"], "A state of a form that the class does not have."),
  "build.key": row("high", "unlisted", ["key"], "A state key that names a method, a property or a dunder."),
  "reference.misplaced": row(
    "high",
    "unlisted",
    ["key"],
    "A function, class or callable instance where the policy names no place for one.",
  ),
  "collection.target": row("high", "unlisted", [], "APPEND(S), SETITEM(S) or ADDITEMS on an instance or a class."),
  "opcode.extension": row("high", "unlisted", [], "EXT1, EXT2 or EXT4: the registry of the loading process would decide."),
  "opcode.persistent-id": row("high", "unlisted", [], "PERSID or BINPERSID: the loading program would decide."),
  "torch.storage": row(
    "high",
    "unlisted",
    ["why"],
    "A persistent id of a torch file that is no storage of it, or none as torch writes it.",
  ),
  "opcode.readonly-buffer": row("high", "unlisted", [], "READONLY_BUFFER."),
  "native.opaque": row(
    "high",
    "unlisted",
    ["family", "why"],
    "State that a native parser would read and that is not what its library writes.",
  ),
  "stream.not-a-pickler": row("high", "unlisted", ["why"], "An order of operations that no pickler writes."),
  "joblib.dual-reading": row("high", "unlisted", ["reading", "what"], "Another loader would read these bytes as code or as other names."),
  "joblib.dual-reading-dangerous": row("critical", "dangerous", ["reading", "why"], "Another loader would run code from these bytes."),

  "stream.truncated": row("medium", "malformed", ["missing"], "The stream ends inside an instruction or before STOP."),
  "stream.opcode": row("medium", "malformed", ["byte"], "A byte that is no opcode."),
  "stream.argument": row("medium", "malformed", ["why"], "An argument that Python refuses or that its unpicklers read differently."),
  "stream.utf8": row("medium", "malformed", [], "Text that is not UTF-8."),
  "stream.frame": row("medium", "malformed", ["why"], "A frame that is nested, cut by an argument or longer than the file."),
  "stream.protocol": row("medium", "malformed", ["protocol"], "A protocol above 5, or PROTO twice or not first."),
  "stream.stack": row("medium", "malformed", ["why"], "Stack underflow, a missing mark or a value of the wrong type."),
  "stream.memo": row("medium", "malformed", ["why"], "A memo entry that does not exist, or an index that cannot be."),
  "stream.buffer": row("medium", "malformed", [], "NEXT_BUFFER without out-of-band buffers."),
  "stream.crlf": row("medium", "malformed", [], "A protocol 0 stream whose line ends were changed to CRLF (read with --repair crlf)."),
  "stream.trailing": row("medium", "malformed", ["bytes"], "Bytes after STOP that are no pickle."),
  "stream.unhashable": row("medium", "malformed", [], "A dict key or set item that Python cannot hash."),
  "stream.lfs-pointer": row("medium", "malformed", [], "A git LFS pointer, not the file itself."),
  "array.malformed": row("medium", "malformed", ["why"], "An array whose dtype, shape and data do not fit together."),
  "array.wrapper": row("medium", "malformed", ["why"], "A joblib array wrapper that no joblib wrote."),
  "container.corrupt": row("medium", "malformed", ["container", "why"], "A container that does not decode or whose checksum is wrong."),
  "container.trailing": row("medium", "malformed", ["container", "bytes"], "Bytes after the end of a compressed stream."),
  "container.inconsistent": row("medium", "malformed", ["container", "why"], "An archive whose parts contradict each other."),
  "container.missing-companion": row("medium", "malformed", ["companion"], "A companion file that the artifact names is not beside it."),
  "container.companion-name": row("high", "unlisted", ["companion"], "A companion's name that leaves the artifact's folder."),
  "folder.dvc-mismatch": row(
    "medium",
    "malformed",
    ["name", "key", "type"],
    "The file is another one than DVC records in its .dvc file or in dvc.lock.",
  ),
  "container.unsupported": row("medium", "unsupported", ["container", "why"], "A real format, or a feature of one, that is not read."),
  "artifact.unrecognised": row("medium", "malformed", ["content"], "Neither a pickle nor a container that is read."),
  "artifact.empty": row("medium", "malformed", [], "An empty file."),
  "artifact.unreadable": row("medium", "malformed", ["why"], "A file that could not be opened or read."),
  "tree.link-outside": row(
    "medium",
    "unsupported",
    [],
    "A symbolic link that leads out of the folder that is scanned; it was not followed.",
  ),
  "tree.link": row("medium", "unsupported", [], "A symbolic link, not followed because --no-follow was given."),
  "target.unsupported": row(
    "medium",
    "unsupported",
    ["name", "key"],
    "The model, or an option that it was fitted with, has no exact form in the target of convert --to.",
  ),
  "input.changed": row("medium", "malformed", [], "The file changed while it was read."),
  "model.inconsistent": row("medium", "malformed", ["why"], "Parts of a model that contradict each other."),

  "limit.bytes": row("medium", "limit", ["limit", "option"], "The artifact is longer than --max-bytes."),
  "limit.decoded": row("medium", "limit", ["limit", "option"], "More decoded bytes than --max-decoded."),
  "limit.ratio": row("medium", "limit", ["limit", "option"], "Expands more than --max-ratio allows."),
  "limit.memory": row("medium", "limit", ["limit", "option"], "More memory than --max-memory."),
  "limit.time": row("medium", "limit", ["limit", "option"], "More time than --timeout."),
  "limit.depth": row("medium", "limit", ["limit", "option"], "The output nests deeper than --max-depth."),
  "limit.digits": row("medium", "limit", ["limit", "option"], "An integer with more digits than --max-digits."),
  "limit.elements": row("medium", "limit", ["limit", "option"], "An array of more elements than --max-elements."),
  "limit.members": row("medium", "limit", ["limit", "option"], "More members than --max-members."),
  "limit.streams": row("medium", "limit", ["limit", "option"], "More nested streams than --max-streams."),
  "limit.containers": row("medium", "limit", ["limit", "option"], "More containers inside each other than --max-containers."),
  "limit.opcodes": row("medium", "limit", ["limit", "option"], "More instructions than --max-opcodes."),
  "limit.nodes": row("medium", "limit", ["limit", "option"], "More values than --max-nodes, or than can be numbered."),
  "limit.work": row("medium", "limit", ["limit", "option"], "Checking its calls takes more steps than a stream of its length can need."),
  "limit.native": row(
    "medium",
    "limit",
    ["limit", "option"],
    "The native state of boosters is longer, or has more values, than is judged.",
  ),
  "limit.memo": row(
    "medium",
    "limit",
    ["limit", "option", "index"],
    "More memo entries than --max-memo, or an index beyond the stream's length.",
  ),
  "limit.dimensions": row("medium", "limit", ["limit", "option"], "An array of more than 64 dimensions."),
  "limit.output": row(
    "medium",
    "limit",
    ["limit", "option"],
    "More output than --max-output, or than --max-output-ratio lets an artifact of that length become.",
  ),
  "limit.crash": row("medium", "limit", ["why"], "The child process died while it read the artifact."),

  "policy.allowed": row("note", "safe", ["option", "family"], "A name that passes because --allow, --family or a policy file lists it."),

  "note.leftover-stack": row("note", "safe", ["values"], "Values left on the stack at STOP."),
  "note.second-stream": row("note", "safe", ["streams"], "More than one pickle in the file."),
  "note.padding": row("note", "safe", ["bytes"], "Zero bytes or white space after the end."),
  "note.trailing": row("note", "safe", ["bytes"], "Bytes after STOP, allowed by --allow-trailing."),
  "note.python2-text": row("note", "safe", ["encoding"], "Python 2 strings with bytes that are not ASCII."),
  "note.frame-end": row("note", "safe", [], "A frame that ends between instructions, before its stream does."),
  "note.reference": row("note", "safe", ["path"], "A function kept as a name: it is never called here."),
  "note.dtype-metadata": row("note", "safe", [], "A dtype's metadata was dropped."),
  "note.declared-version": row(
    "note",
    "safe",
    ["name", "type", "version", "key"],
    "A file of the model's folder says another version of a library than the artifact.",
  ),
  "note.dvc-folder": row("note", "safe", ["name"], "DVC records the folder that the file is in as a whole, which is not checked."),
  "note.name": row("note", "safe", ["kind"], "The file's name says another format than its bytes."),
  "note.crlf-repaired": row("note", "safe", [], "Line ends were repaired."),
  "note.native-raw": row("note", "safe", ["why"], "Native state of which the document has the raw bytes only, or more than it decodes."),
  "note.gzip-padding": row(
    "note",
    "safe",
    ["bytes"],
    "Zero padding after a gzip member, over which joblib.load fills memory until it fails; gzip.open reads on.",
  ),
  "note.gzip-members": row(
    "note",
    "safe",
    [],
    "Several gzip members, over which joblib.load fills memory until it fails; gzip.open reads them.",
  ),
} as const satisfies Readonly<Record<string, CodeRow>>;

export type FindingCode = keyof typeof CODES;

/** Gravest first. */
export const SEVERITY_ORDER: readonly Severity[] = ["critical", "high", "medium", "low", "note"];

/** Worst first: a verdict is the first of these that a finding demands. */
export const VERDICT_ORDER: readonly Verdict[] = ["dangerous", "unlisted", "limit", "malformed", "unsupported", "safe"];

/** True when `code` is one of the published codes. */
export function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(CODES, code);
}

/** A note changes no verdict. What has no known code is none. */
export const isNote = ({ code }: { readonly code: string }): boolean => isFindingCode(code) && CODES[code].verdict === "safe";
