/** What `convert` says: of each file what became of it and what to do, at the end how many became what. */
import { joinShown, type Shown, sentence, showPath, showText } from "../errors.js";
import type { ArtifactReport, ConvertedFile, ConvertSummary, Finding, MetadataConflict } from "../index.js";
import { isNote, worstFinding } from "../report/worst.js";
import { EXIT, EXIT_OF } from "./exit.js";
import { error, say, warning } from "./output.js";

function conflictText({ key, kept, keptFrom, dropped, droppedFrom }: MetadataConflict): Shown {
  const [one, other] = [showText(JSON.stringify(kept)), showText(JSON.stringify(dropped))];
  return sentence`metadata ${showText(key)}: kept ${one} of ${showText(keptFrom)}; ${showText(droppedFrom)} said ${other}`;
}

/** What no placeholder stands for. */
const isBroken = ({ severity }: Finding): boolean => severity !== "high";

const SCAN = sentence`cornichon scan shows what is in it`;

/** What to do with a format that is judged and not converted. */
const INSTEAD: ReadonlyMap<string, Shown> = new Map([
  [
    "torch",
    sentence`of PyTorch's files state dicts and checkpoints are converted: save the weights alone, with torch.save(model.state_dict(), …), or the model as ONNX`,
  ],
  ["zip", sentence`an archive has members: --member NAME takes one of them; ${SCAN}`],
  ["tar", sentence`an archive has members: --member NAME takes one of them; ${SCAN}`],
  ["safetensors", sentence`its arrays are neutral as they are: there is nothing to convert`],
]);

const native = (save: Shown, whose: Shown): Shown => sentence`with Python, ${save} writes it in ${whose} own open format`;

/** What to do for a library whose native state is not listed, beside what the finding says. */
const LIBRARIES: ReadonlyMap<string, Shown> = new Map([
  ["xgboost", native(sentence`booster.save_model("model.json")`, sentence`xgboost's`)],
  ["lightgbm", native(sentence`booster.save_model("model.txt")`, sentence`LightGBM's`)],
  ["catboost", native(sentence`model.save_model("model.json", format="json")`, sentence`catboost's`)],
  ["torch", sentence`with Python, torch.save(model.state_dict(), …) writes its weights alone, which are converted`],
]);

function adviceOf(artifact: ArtifactReport | undefined): Shown | null {
  if (artifact === undefined || (artifact.verdict !== "unlisted" && artifact.verdict !== "unsupported")) return null;
  const roots = artifact.findings.flatMap(({ global }) => (global === undefined ? [] : [global.split(".")[0] ?? ""]));
  const library = roots.map((root) => LIBRARIES.get(root)).find((words) => words !== undefined);
  return library ?? INSTEAD.get(artifact.kind) ?? null;
}

/** The finding that kept a file from being written; null where its members did, or that it is no document. */
function reasonOf(artifact: ArtifactReport | undefined, placeholders: boolean): Shown | null {
  const bad = (artifact?.findings ?? []).filter((one) => !isNote(one));
  // Where placeholders would stand for what is not listed, what else kept the file from being written.
  const worst = worstFinding(placeholders ? bad.filter(isBroken) : bad) ?? worstFinding(bad);
  const count = bad.length;
  const more = count > 1 ? sentence` (and ${count - 1} more; cornichon scan lists them)` : sentence``;
  // Of what was never opened there is no byte to name.
  if (worst?.code === "artifact.unreadable") return worst.message;
  return worst === undefined ? null : sentence`${worst.message} [${showText(worst.code)} at byte ${worst.offset}]${more}`;
}

/** What a finding says to do about it, where nothing is said for the whole artifact. */
const findingAdvice = (artifact: ArtifactReport | undefined): Shown | null => worstFinding(artifact?.findings ?? [])?.advice ?? null;

function why({ artifacts, member: worst }: ConvertedFile["converted"], placeholders: boolean): Shown {
  const [artifact] = artifacts;
  const member = reasonOf(artifact, placeholders) === null ? worst : undefined;
  const reason = reasonOf(member ?? artifact, placeholders);
  const place = member?.member === undefined ? sentence`` : sentence`its member ${showPath(member.member)}: `;
  const advice = adviceOf(member) ?? adviceOf(artifact) ?? findingAdvice(member ?? artifact);
  const told = [reason === null ? null : sentence`${place}${reason}`, advice].filter((words) => words !== null);
  return told.length === 0 ? SCAN : joinShown(told, "; ");
}

/** Says what became of one file, and gives the exit code that it asks for. */
export function tellFile(
  { path, output, converted, failure }: ConvertedFile,
  { quiet, placeholders }: { readonly quiet: boolean; readonly placeholders: boolean },
): number {
  const { artifacts, verdict, written, conflicts } = converted;
  const about = (what: Shown, tell = error): void => tell(sentence`${showPath(path)}: ${what}`);
  if (failure !== undefined) about(failure.code === "output.exists" ? sentence`nothing written: ${failure.message}` : failure.message);
  if (failure !== undefined) return EXIT.failed;
  if (!written) {
    const [first] = artifacts[0]?.findings ?? [];
    const what = first?.code === "artifact.unreadable" ? sentence`nothing written` : sentence`${showText(verdict)}, nothing written`;
    about(sentence`${what}: ${why(converted, placeholders)}`);
    return EXIT_OF[verdict];
  }
  for (const conflict of conflicts) about(conflictText(conflict), warning);
  if (verdict === "unlisted")
    about(sentence`written with placeholders for what is not listed; predict refuses where it would need one`, warning);
  if (!quiet && output !== null) say(sentence`${showPath(path)} → ${showPath(output)}`);
  return EXIT.ok;
}

const MOST_NAMED = 5;

/** The names of the first few files that were not written, with why. */
export class Unwritten {
  readonly #named = { refused: [] as Shown[], failed: [] as Shown[] };

  add({ path, converted, failure }: ConvertedFile): void {
    if (converted.written) return;
    const { verdict } = converted;
    const list = failure === undefined && (verdict === "unlisted" || verdict === "dangerous") ? this.#named.refused : this.#named.failed;
    const what = failure === undefined ? showText(verdict) : showText(failure.code);
    if (list.length < MOST_NAMED) list.push(sentence`${showPath(path)} (${what})`);
  }

  #part(kind: "refused" | "failed", count: number): Shown[] {
    if (count === 0) return [];
    const named = this.#named[kind];
    const more = count > named.length ? sentence`, … and ${count - named.length} more` : sentence``;
    return [sentence`${count} ${showText(kind)}: ${joinShown(named, ", ")}${more}`];
  }

  /** `7 written, 2 refused: a.pkl (dangerous), b.pkl (unlisted); 1 skipped (no artifact)`. */
  line({ written, refused, failed, existing, skipped, outputs, excluded }: ConvertSummary): Shown {
    const told = joinShown([...this.#part("refused", refused), ...this.#part("failed", failed)], "; ");
    const quietly = [
      ...(existing > 0 ? [sentence`${existing} skipped (there already)`] : []),
      ...(skipped > 0 ? [sentence`${skipped} skipped (no artifact)`] : []),
      ...(outputs > 0 ? [sentence`${outputs} skipped (outputs of the others)`] : []),
      ...(excluded > 0 ? [sentence`${excluded} left out`] : []),
    ];
    const rest = quietly.length === 0 ? sentence`` : sentence`${told === "" ? sentence`, ` : sentence`; `}${joinShown(quietly, ", ")}`;
    return sentence`${written} written${told === "" ? sentence`` : sentence`, ${told}`}${rest}`;
  }
}
