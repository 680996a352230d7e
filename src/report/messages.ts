/**
 * Every sentence about an artifact, one a code. A code without a sentence does not compile. Each says what happened
 * and, where something can be done, what to do. Texts of the artifact come in escaped.
 */
import type { FindingCode } from "../../sandbox/finding/codes.js";
import { DANGER_IDS } from "../../sandbox/wire/policy.js";
import { READINGS, type Reading } from "../../sandbox/wire/words.js";
import { type Shown, showText, showWhole } from "../errors.js";
import { DANGERS } from "../policy/dangers.js";
import { grouped, LIMIT_NAMES, LIMITS, limitOption, limitText } from "../policy/limits.js";
import { familyAdvice } from "../policy/unread-libraries.js";
import { contentWords, formatWords } from "./contents.js";
import { isReasonCode, reasonWords } from "./reasons.js";

/** Facts of a finding as the sentence needs them. */
export interface MessageFacts {
  readonly global: Shown;
  readonly opcode: Shown;
  /** A fact by name, escaped; empty when it is missing. */
  arg(name: string): Shown;
}

type Sentence = (f: MessageFacts) => string;

/** Who reads so. */
const READERS: Readonly<Record<Reading, string>> = {
  joblib: "joblib 1.2 or later",
  "joblib-old": "joblib before 1.2",
  pickle: "pickle.load",
};

const reader = (f: MessageFacts): string => READERS[READINGS.find((one) => one === f.arg("reading")) ?? "pickle"];

/** The words of a reason inside another. It has none inside itself. */
function inner(f: MessageFacts): string {
  const code: string = f.arg("inner");
  return isReasonCode(code) ? reasonWords(code, f.arg) : "";
}

/** The words for `why`: of a dangerous name, of a reason, or, where it is our own (a file, a child), what stands there. */
function why(f: MessageFacts): string {
  const code: string = f.arg("why");
  const danger = DANGER_IDS.find((id) => id === code);
  if (danger !== undefined) return DANGERS[danger];
  return isReasonCode(code) ? reasonWords(code, (fact) => (fact === "inner" ? inner(f) : f.arg(fact))) : code;
}

/** A limit with its unit where it is one of the table: `256 MiB`. */
function limitOf(value: string, option: string): string {
  const name = LIMIT_NAMES.find((one) => `--${limitOption(one)}` === option);
  return name === undefined || value === "" ? value : limitText(Number(value), LIMITS[name].unit);
}

const limit =
  (what: string): Sentence =>
  (f) =>
    `${what} (limit ${limitOf(f.arg("limit"), f.arg("option"))}${f.arg("option") === "" ? "" : `; ${f.arg("option")} raises it`}).`;

/** `1 byte`, `199,900,128 bytes`. */
function bytes(count: string): string {
  const value = Number(count);
  return `${Number.isFinite(value) && count !== "" ? grouped(value) : count} ${count === "1" ? "byte" : "bytes"}`;
}

/** Packages whose functions people pass on: what is not listed of them is nobody's own class. */
const LIBRARY = /^(numpy|scipy|sklearn|pandas)\./;

const MESSAGES = {
  "global.dangerous": (f) => `${f.global} is a known way to run code or reach the system (${why(f)}); do not load this file.`,
  "call.dangerous": (f) => `${f.global} is called with arguments that would run code: ${why(f)}.`,
  "global.unlisted": (f) => {
    const library = LIBRARY.exec(f.global)?.[1];
    return library === undefined
      ? `${f.global} is not on the allow-list; if it is your own class and only data, --allow ${f.global} keeps it inert.`
      : `${f.global} is ${library}'s own and not on the allow-list; if you know that it only computes, --allow ${f.global} keeps its name and calls nothing.`;
  },
  "global.family": (f) => `${f.global} belongs to ${f.arg("family")}, which is not read here: ${familyAdvice(f.arg("family"))}.`,
  "global.malformed": (f) => `${f.global} is a name that no real class has.`,
  "global.python2": (f) => `${f.global} is a Python 2 name that Python no longer renames under protocol 3 and later.`,
  "global.order": (f) => `${f.global} stands before the name whose import makes it the genuine one.`,
  "global.computed": () => "A name is put together by the stream instead of being written as text.",
  "call.unlisted": (f) => (f.global === "" ? `${f.opcode} calls what is no allowed name.` : `${f.global} may not be called.`),
  "call.arguments": (f) => `${f.global} is called with other arguments than its own writer writes: ${why(f)}.`,
  "build.target": (f) => `BUILD on what this stream did not make${f.global === "" ? "" : ` (${f.global})`}, or a second time.`,
  "build.state": (f) => `The state of ${f.global || "an instance"} has another form than its class writes: ${why(f)}.`,
  "build.key": (f) => `The state of ${f.global || "an instance"} sets ${f.arg("key")}, which is a method or a special name of its class.`,
  "reference.misplaced": (f) =>
    `A function or class stands where the policy has no place for one${f.global === "" ? "" : ` (${f.global}`}${f.arg("key") === "" ? "" : `, key ${f.arg("key")}`}${f.global === "" ? "" : ")"}.`,
  "collection.target": (f) => `${f.opcode} adds items to an instance or a class that does not take them.`,
  "opcode.extension": (f) => `${f.opcode} asks the loading program's extension registry.`,
  "opcode.persistent-id": (f) => `${f.opcode} asks the loading program for a persistent object.`,
  "torch.storage": (f) => `${f.opcode} asks for ${why(f)}: torch would not find its numbers in this file.`,
  "opcode.readonly-buffer": () => "READONLY_BUFFER is never written to a file.",
  "native.opaque": (f) =>
    `The native state of ${f.global || "a booster"} is not what our own reader knows ${f.arg("family")} to write, and the parser of ${f.arg("family")} would trust it: ${why(f)}.`,
  "stream.not-a-pickler": (f) => `No pickler writes this: ${why(f)}.`,
  "joblib.dual-reading": (f) =>
    `Read as ${reader(f)} would, these bytes name or call ${f.global || "something"} that is not allowed${f.arg("what") === "" ? "" : ` (${f.arg("what")})`}.`,
  "joblib.dual-reading-dangerous": (f) => `Read as ${reader(f)} would, these bytes run ${f.global} (${why(f)}).`,

  "stream.truncated": (f) => `The file is cut off: at least ${bytes(f.arg("missing"))} ${f.arg("missing") === "1" ? "is" : "are"} missing.`,
  "stream.opcode": (f) => `Byte ${f.arg("byte")} is no opcode.`,
  "stream.argument": (f) => `The argument of ${f.opcode} cannot be: ${why(f)}.`,
  "stream.utf8": (f) => `The text of ${f.opcode} is not UTF-8.`,
  "stream.frame": (f) => `A frame does not fit the stream: ${why(f)}.`,
  "stream.protocol": (f) => `PROTO ${f.arg("protocol")} stands where none may, or is newer than 5.`,
  "stream.stack": (f) => `${f.opcode}: ${why(f)}.`,
  "stream.memo": (f) => `${f.opcode}: ${why(f)}.`,
  "stream.buffer": () => "NEXT_BUFFER needs buffers from outside the file.",
  "stream.crlf": () => "Line ends were changed to CRLF; --repair crlf reads it.",
  "stream.trailing": (f) => `${bytes(f.arg("bytes"))} after the pickle are no pickle; --allow-trailing lets them pass.`,
  "stream.unhashable": () => "A dict key or set item that Python cannot hash.",
  "stream.lfs-pointer": () => "This is a git LFS pointer, not the file; fetch it with git lfs pull.",
  "array.malformed": (f) => `An array does not hold together: ${why(f)}.`,
  "array.wrapper": (f) => `A joblib array is not as joblib writes it: ${why(f)}.`,
  "container.corrupt": (f) => `The ${f.arg("container")} data is damaged: ${why(f)}.`,
  "container.trailing": (f) => `${bytes(f.arg("bytes"))} follow the end of the ${f.arg("container")} data.`,
  "container.inconsistent": (f) => `The ${f.arg("container")} archive contradicts itself: ${why(f)}.`,
  "container.missing-companion": (f) => `The companion file ${f.arg("companion")} is not beside it; put it into the same folder.`,
  "container.companion-name": (f) => `The companion's name ${f.arg("companion")} leaves the folder.`,
  "folder.dvc-mismatch": (f) =>
    `${f.arg("name")} records another file (${f.arg("key")}; this one has ${f.arg("type")}): dvc checkout brings that one back, dvc add (of a stage: dvc commit) records this one.`,
  "container.unsupported": (f) =>
    f.arg("why") === "container.not-read" || f.arg("container") === "keras"
      ? `This is ${formatWords(f.arg("container"))}, which is not read.`
      : `${f.arg("container")} is not read (${why(f)}).`,
  "artifact.unrecognised": (f) => {
    const what = contentWords(f.arg("content"));
    return what === null
      ? "Neither a pickle nor a container that is read."
      : `This is ${what}: neither a pickle nor a container that is read.`;
  },
  "tree.link-outside": () =>
    "This symbolic link leads out of the folder that is scanned, so it was not followed; name what it stands for, or scan a folder that holds both.",
  "tree.link": () => "This symbolic link was not followed (--no-follow).",
  "artifact.empty": () => "The file is empty.",
  "artifact.unreadable": (f) => `The file could not be read: ${why(f)}.`,
  "target.unsupported": (f) => `${f.arg("name")}: ${f.arg("key")}.`,
  "input.changed": () => "The file changed while it was read; try again.",
  "model.inconsistent": (f) => `Parts of the model contradict each other: ${why(f)}.`,

  "limit.bytes": limit("The file is too long"),
  "limit.decoded": limit("Too many decoded bytes"),
  "limit.ratio": limit("It expands too much"),
  "limit.memory": limit("It needs too much memory"),
  "limit.time": limit("It takes too long"),
  "limit.depth": limit("It is nested too deep"),
  "limit.digits": limit("An integer has too many digits"),
  "limit.elements": limit("An array has too many elements"),
  "limit.members": limit("The archive has too many members"),
  "limit.streams": limit("Too many nested pickles"),
  "limit.containers": limit("Too many containers inside one another"),
  "limit.opcodes": limit("Too many instructions"),
  "limit.nodes": (f) =>
    f.arg("option") === ""
      ? `More values than can be numbered (limit ${f.arg("limit")}, no option raises it).`
      : limit("Too many values")(f),
  "limit.work": (f) => `Its calls share so much that checking them takes more steps than its length allows (limit ${f.arg("limit")}).`,
  "limit.native": (f) => `The native state of its boosters is too large to be judged (limit ${f.arg("limit")}).`,
  "limit.memo": (f) =>
    f.arg("option") === ""
      ? `Memo index ${f.arg("index")} lies beyond the stream's length (${bytes(f.arg("limit"))}; no option raises it).`
      : limit("Too many memo entries")(f),
  "limit.dimensions": limit("An array has too many dimensions"),
  "limit.output": limit("The output is too long"),
  "limit.crash": (f) => `Reading it ended the child process: ${why(f)}.`,

  "policy.allowed": (f) => `${f.global} passes by policy: --allow ${f.global} lists it.`,

  "note.leftover-stack": (f) => `${f.arg("values")} values were left on the stack.`,
  "note.second-stream": (f) => `The file holds ${f.arg("streams")} pickles; --index or --all chooses.`,
  "note.padding": (f) => `${f.arg("bytes")} zero bytes or blanks follow.`,
  "note.trailing": (f) => `${f.arg("bytes")} bytes after the pickle were let pass.`,
  "note.python2-text": (f) => `Python 2 text was read as ${f.arg("encoding")}.`,
  "note.frame-end": () => "A frame ends between instructions.",
  "note.reference": (f) => `${f.arg("path")} is kept as a name.`,
  "note.dtype-metadata": () => "A dtype's metadata was dropped.",
  "note.declared-version": (f) =>
    `${f.arg("name")} says ${f.arg("type")} ${f.arg("version")}, and ${f.arg("key")} wrote the artifact: go by the artifact.`,
  "note.dvc-folder": (f) =>
    `${f.arg("name")} records the folder that this file is in as a whole, which is not checked here: dvc status does.`,
  "note.name": (f) => `The name says another format than the bytes (${f.arg("kind")}).`,
  "note.crlf-repaired": () => "Line ends were repaired.",
  "note.native-raw": (f) => `The native state of ${f.global} is kept as raw bytes: ${why(f)}.`,
  "note.gzip-padding": (f) =>
    `${f.arg("bytes")} zero bytes follow the gzip data: joblib.load fills memory over them until it fails; decompress the file, or compress it again.`,
  "note.gzip-members": () =>
    "There are several gzip members: joblib.load fills memory over them until it fails; decompress the file, or compress it again.",
} as const satisfies Readonly<Record<FindingCode, Sentence>>;

/** The sentence of a finding. */
export function message(
  code: FindingCode,
  finding: { readonly global?: string; readonly opcode?: string; readonly args?: Readonly<Record<string, string | number>> },
): Shown {
  const sentence: Sentence = MESSAGES[code];
  return showWhole(
    sentence({
      global: showText(finding.global ?? ""),
      opcode: showText(finding.opcode ?? ""),
      arg: (name) => showText(String(finding.args !== undefined && Object.hasOwn(finding.args, name) ? finding.args[name] : "")),
    }),
  );
}
