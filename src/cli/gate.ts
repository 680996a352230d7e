/**
 * What a scan ends with. From a verdict on: that verdict and the worse ones are 1; from a severity on: a finding that is as
 * grave. Whatever could not be judged is 2 all the same, and with `never` everything is 0. What was accepted does not count.
 */
import { CODES, SEVERITY_ORDER, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { Severity, Verdict } from "../index.js";
import type { FailOn } from "../policy/fail-on.js";
import { remaining } from "../report/acceptance.js";
import type { Judgement } from "../report/judgement.js";
import { EXIT, EXIT_OF, worstExit } from "./exit.js";

const rankOf = (order: readonly string[], one: string): number => order.indexOf(one);

/** True for what is as bad as `from`, or worse, in an order that begins with the worst. */
const reaches = (order: readonly string[], one: string, from: string): boolean => rankOf(order, one) <= rankOf(order, from);

/** The gravest that a finding of each verdict can be, for members without a line. */
const gravest = (verdict: Verdict): Severity =>
  SEVERITY_ORDER.find((severity) => Object.values(CODES).some((row) => row.verdict === verdict && row.severity === severity)) ?? "note";

export class Gate {
  readonly #failOn: FailOn;
  readonly #codes = new Set<number>();

  /** `codes`: of what was judged in a run before this one. */
  constructor(failOn: FailOn, codes: Iterable<number> = []) {
    this.#failOn = failOn;
    for (const code of codes) this.#codes.add(code);
  }

  /** Codes of all that was judged, each once. */
  get codes(): readonly number[] {
    return [...this.#codes];
  }

  /** Counts a judgement; `marked`: some of its findings may be accepted. */
  add(judgement: Judgement, marked: boolean): void {
    if (this.#failOn === "never" || judgement.own.verdict === "safe") return;
    if (!marked && VERDICT_ORDER.some((one) => one === this.#failOn))
      for (const [verdict, count] of judgement.verdicts()) this.#take(verdict, count > 0 ? [] : null);
    else
      for (const [verdict, findings] of remaining(judgement))
        this.#take(
          verdict,
          findings.map(({ severity }) => severity),
        );
  }

  #take(verdict: Verdict, severities: readonly Severity[] | null): void {
    if (severities === null) return;
    this.#codes.add(this.#codeOf(verdict, severities.length === 0 ? [gravest(verdict)] : severities));
  }

  #codeOf(verdict: Verdict, severities: readonly Severity[]): number {
    if (verdict === "safe") return EXIT.ok;
    const failOn = this.#failOn;
    const fails = VERDICT_ORDER.some((one) => one === failOn)
      ? reaches(VERDICT_ORDER, verdict, failOn)
      : severities.some((one) => reaches(SEVERITY_ORDER, one, failOn));
    if (fails) return EXIT.refused;
    return EXIT_OF[verdict] === EXIT.refused ? EXIT.ok : EXIT_OF[verdict];
  }

  get code(): number {
    return worstExit([...this.#codes]);
  }
}
