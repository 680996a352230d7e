/**
 * The text report of a whole run, as it goes by: lines in the order of the paths, each when it is known. What was named
 * has its line; what was met in a folder has one unless it is safe, or all of it was accepted before: among two thousand of
 * those the one that is not would not be seen. At the end the worst are told again, the worst last, where a reader's eye is. Of a run of any length
 * nothing is kept but those few.
 */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { joinShown, reportPath, type Shown, sentence, showWhole } from "../errors.js";
import type { Judgement } from "./judgement.js";
import type { Look } from "./look.js";
import type { ArtifactReport } from "./scan-report.js";
import type { Summary } from "./summary.js";
import { artifactText, nameOfLine, summaryText } from "./text.js";
import { wrapped } from "./width.js";
import { worstFinding } from "./worst.js";

/** Artifacts that are told again. */
const WORST = 10;
/** Lines that a reader still sees above the summary. */
const SCREEN = 20;

interface Kept {
  readonly rank: number;
  readonly report: ArtifactReport;
}

export interface TextOptions {
  /** Paths as they were given. */
  readonly paths: readonly string[];
  /** Safe ones of folders as well. */
  readonly all: boolean;
  /** What is accepted in this very run is shown: somebody is to look at it. */
  readonly accepting?: boolean;
  readonly look: Look;
}

export class TextReport {
  readonly #named: ReadonlySet<string>;
  readonly #all: boolean;
  readonly #accepting: boolean;
  readonly #look: Look;
  readonly #worst: Kept[] = [];
  #lines = 0;
  #folded = 0;
  #accepted = 0;
  #foldsAccepted = false;
  #bad = 0;

  constructor({ paths, all, accepting = false, look }: TextOptions) {
    this.#named = new Set(paths.map(reportPath));
    this.#all = all;
    this.#accepting = accepting;
    this.#look = look;
  }

  /** The text of a line, empty for what is folded. Asked as often as one likes. */
  readonly print = (line: ArtifactReport): Shown => (this.#isFolded(line) ? sentence`` : artifactText(line, this.#look));

  #isFolded({ verdict, remaining = verdict, path }: ArtifactReport): boolean {
    const counted = this.#accepting ? verdict : remaining;
    return counted === "safe" && !this.#all && !this.#named.has(path);
  }

  /** Takes note of an artifact that is printed. */
  add(judgement: Judgement): void {
    const { own } = judgement;
    const isAccepted = own.remaining === "safe" && own.verdict !== "safe";
    if (isAccepted) this.#accepted++;
    if (this.#isFolded(own)) {
      this.#folded++;
      this.#foldsAccepted ||= isAccepted;
    } else this.#lines += 1 + Math.min(own.findings.length, SCREEN);
    const verdict = own.remaining ?? own.verdict;
    if (verdict === "safe") return;
    this.#bad++;
    const rank = VERDICT_ORDER.indexOf(verdict);
    if (this.#worst.length < WORST || rank < (this.#worst[0]?.rank ?? 0)) this.#keep({ rank, report: tellingLine(judgement) });
  }

  /** In the order that they are told in: the worst last, equals as they were met. */
  #keep(one: Kept): void {
    const worse = this.#worst.findIndex(({ rank }) => rank < one.rank);
    this.#worst.splice(worse < 0 ? this.#worst.length : worse, 0, one);
    // Of the least grave the last that was met.
    if (this.#worst.length > WORST)
      this.#worst.splice(
        this.#worst.findLastIndex(({ rank }) => rank === this.#worst[0]?.rank),
        1,
      );
  }

  /** What is said when all is done. */
  closing(summary: Summary, look: Look): Shown {
    const lines =
      this.#lines > SCREEN && this.#bad > 0 ? [sentence``, this.#title(look), ...this.#worst.map(({ report }) => again(report, look))] : [];
    const said = [summaryText(summary), ...this.#acceptedText(), ...this.#foldedText()];
    return joinShown([...lines, wrapped(joinShown(said, "; "), look.columns, 2)], "\n");
  }

  #acceptedText(): readonly Shown[] {
    const count = this.#accepted;
    return count === 0 ? [] : [sentence`${count} ${count === 1 ? sentence`file is` : sentence`files are`} accepted`];
  }

  #foldedText(): readonly Shown[] {
    const which = this.#foldsAccepted ? sentence`safe and accepted files` : sentence`safe files`;
    return this.#folded === 0 ? [] : [sentence`${which} of folders have no line (--all shows them)`];
  }

  #title(look: Look): Shown {
    const count = this.#bad > WORST ? sentence`The ${WORST} worst of ${this.#bad} that are not safe` : sentence`Not safe`;
    return look.paint("strong", sentence`${count}, the worst last:`);
  }
}

/** Columns before a path that is told again. */
const AGAIN_COLUMNS = 14;

function again(report: ArtifactReport, look: Look): Shown {
  const worst = worstFinding(report.findings);
  const why = worst === undefined ? sentence`` : sentence`: ${worst.message}`;
  const verdict = look.paint(report.verdict, showWhole(report.verdict.padEnd(AGAIN_COLUMNS - 3)));
  return wrapped(sentence`  ${verdict} ${nameOfLine(report)}${why}`, look.columns, AGAIN_COLUMNS);
}

/** The line that tells why an artifact is what it is, its own or a member's, and no more of it. */
function tellingLine({ own, members }: Judgement): ArtifactReport {
  const line = worstFinding(own.findings) === undefined ? (firstOf(members ?? [], own.verdict) ?? own) : own;
  const worst = worstFinding(line.findings);
  return { ...line, globals: [], findings: worst === undefined ? [] : [worst] };
}

function firstOf(members: Iterable<ArtifactReport>, verdict: ArtifactReport["verdict"]): ArtifactReport | undefined {
  for (const member of members) if (member.verdict === verdict) return member;
  return undefined;
}
