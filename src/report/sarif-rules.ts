/** Codes as rules of SARIF, with everything that GitHub's code scanning shows of one. */
import { CODES, type FindingCode } from "../../sandbox/finding/codes.js";
import type { Severity } from "../../sandbox/wire/job.js";
import { explained, helpUri } from "./explain.js";

/** How SARIF and GitHub grade. GitHub maps the numbers: above 9 critical, from 7 high, from 4 medium, below low. */
interface Grade {
  readonly level: "error" | "warning" | "note";
  readonly problem: "error" | "warning" | "recommendation";
  readonly score: string;
}

const GRADES: Readonly<Record<Severity, Grade>> = {
  critical: { level: "error", problem: "error", score: "9.8" },
  high: { level: "error", problem: "error", score: "8.1" },
  medium: { level: "warning", problem: "warning", score: "5.3" },
  low: { level: "note", problem: "recommendation", score: "3.1" },
  note: { level: "note", problem: "recommendation", score: "0.1" },
};

export const levelOf = (severity: Severity): string => GRADES[severity].level;

/** `global.dangerous` as `GlobalDangerous`. */
const ruleName = (code: string): string => code.replace(/(?:^|[.-])([a-z0-9])/g, (_all, first: string) => first.toUpperCase());

export function sarifRule(code: FindingCode): object {
  const { severity, verdict, meaning, why, fix, references, weaknesses } = explained(code);
  const { level, problem, score } = GRADES[severity];
  const pages = references.map(({ title, url }) => `${title}: ${url}`);
  const links = references.map(({ title, url }) => `- [${title}](${url})`);
  return {
    id: code,
    name: ruleName(code),
    shortDescription: { text: meaning },
    fullDescription: { text: `${meaning} ${why}` },
    help: {
      text: [why, fix, ...pages].join("\n"),
      markdown: [
        `# ${code}`,
        meaning,
        "## Why it matters",
        why,
        "## What to do",
        fix,
        ...(links.length === 0 ? [] : ["## More", links.join("\n")]),
      ].join("\n\n"),
    },
    helpUri: helpUri(code),
    defaultConfiguration: { level },
    properties: {
      precision: CODES[code].verdict === "unlisted" ? "high" : "very-high",
      "problem.severity": problem,
      "security-severity": score,
      tags: [
        "security",
        "supply-chain",
        "pickle",
        `verdict/${verdict}`,
        ...weaknesses.map((number) => `external/cwe/cwe-${String(number).padStart(3, "0")}`),
      ],
    },
  };
}
