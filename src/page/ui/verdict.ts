/** What was found of a file: the verdict in a word and a sentence, then each finding with where it stands and what to do. */
import { showText } from "../../errors.js";
import { formatWords } from "../../report/contents.js";
import { EXPLANATIONS } from "../../report/explanations.js";
import type { ArtifactReport, Finding } from "../../report/scan-report.js";
import { byGravity, worstFinding } from "../../report/worst.js";
import type { DataKind, Judged } from "../read/judged.js";
import { bytesText, type Child, card, el, pairs, told } from "./dom.js";

const MOST_FINDINGS = 100;
const MOST_NAMES = 200;

const WORDS = {
  safe: ["Safe", "Everything in it is on the allow-list, and it was read to its end."],
  unlisted: ["Not listed", "It names a class or function that nobody has vouched for. Do not load it before you know what that is."],
  dangerous: ["Dangerous", "It would run code on the machine that loads it. Do not load it."],
  malformed: ["Malformed", "It is no readable artifact, so nobody can say that it is safe."],
  unsupported: ["Not read", "It is a real format that is not read here, so nobody can say that it is safe."],
  limit: [
    "Stopped at a limit",
    "It was not read to its end, so nobody can say that it is safe. Options that are named here are those of the command, cornichon scan.",
  ],
} as const;

const DATA = {
  document: [
    "Neutral JSON",
    "A document of cornichon: data, and nothing in it can run. Nobody judges it, and nobody knows what it was made of.",
  ],
  onnx: [
    "ONNX",
    "A graph of operators and their constants, without Python: ONNX Runtime runs it. It is read as data here, and not judged.",
  ],
} as const;

/** A file that is data in a word. */
export const dataWord = (kind: DataKind): string => DATA[kind][0];

/** A verdict in a word. */
export const verdictWord = (verdict: keyof typeof WORDS): string => WORDS[verdict][0];

/** The sentence beside the word: the gravest finding's, where there is one. */
function whyOf({ own, members }: Judged): Child[] {
  const worst = worstFinding(own.findings);
  const inside = worst === undefined ? members.find(({ verdict }) => verdict === own.verdict && verdict !== "safe") : undefined;
  const sentence = worst ?? (inside === undefined ? undefined : worstFinding(inside.findings));
  return [
    el("p", {}, WORDS[own.verdict][1]),
    ...(sentence === undefined
      ? []
      : [el("p", {}, ...(inside?.member === undefined ? [] : [told(inside.member), ": "]), el("bdi", {}, sentence.message))]),
  ];
}

function findingItem(finding: Finding): HTMLElement {
  const { code, severity, message, offset, opcode, call, advice } = finding;
  return el(
    "li",
    {},
    el(
      "p",
      {},
      el("span", { class: `word ${severity}` }, severity),
      " ",
      el("code", {}, code),
      el("span", { class: "soft small" }, ` at byte ${offset}${opcode === undefined ? "" : `, ${opcode}`}`),
    ),
    el("p", {}, el("bdi", {}, message)),
    ...(call === undefined ? [] : [el("p", {}, el("code", {}, el("bdi", {}, call)))]),
    el("p", { class: "soft small" }, advice === undefined ? EXPLANATIONS[code].fix : el("bdi", {}, advice)),
  );
}

function findings(title: string, report: ArtifactReport): HTMLElement[] {
  if (report.findings.length === 0) return [];
  const shown = byGravity(report.findings).slice(0, MOST_FINDINGS);
  const more = report.findings.length - shown.length + (report.moreFindings ?? 0);
  return [
    card(
      title,
      el("ul", { class: "findings" }, ...shown.map(findingItem)),
      ...(more > 0 ? [el("p", { class: "soft" }, `… and ${more} more.`)] : []),
    ),
  ];
}

function names({ globals, moreGlobals = 0 }: ArtifactReport): HTMLElement[] {
  if (globals.length === 0) return [];
  const shown = globals.slice(0, MOST_NAMES);
  const more = globals.length - shown.length + moreGlobals;
  const list = shown.map(({ module, name, use, listed }) =>
    el("tr", {}, el("td", { class: "mono" }, told(`${module}.${name}`)), el("td", {}, use), el("td", {}, listed ? "listed" : "not listed")),
  );
  const head = el("tr", {}, ...["name", "use", "policy"].map((one) => el("th", { scope: "col" }, one)));
  return [
    el(
      "details",
      { class: "card" },
      el("summary", {}, `Names that it asks for (${globals.length + moreGlobals})`),
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Names" },
        el("table", {}, el("thead", {}, head), el("tbody", {}, ...list)),
      ),
      ...(more > 0 ? [el("p", { class: "soft" }, `… and ${more} more.`)] : []),
    ),
  ];
}

function membersOf({ members, moreMembers }: Judged): HTMLElement[] {
  if (members.length === 0) return [];
  const rows = members.map((one) =>
    el(
      "tr",
      {},
      el("td", {}, told(one.member ?? "")),
      el("td", {}, el("span", { class: `word ${one.verdict}` }, verdictWord(one.verdict))),
      el("td", {}, formatWords(one.kind)),
    ),
  );
  const head = el("tr", {}, ...["member", "verdict", "kind"].map((one) => el("th", { scope: "col" }, one)));
  return [
    card(
      "Members",
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Members" },
        el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)),
      ),
      ...(moreMembers > 0 ? [el("p", { class: "soft" }, `… and ${moreMembers} more.`)] : []),
    ),
    ...members.flatMap((one) => (one.verdict === "safe" ? [] : findings(showText(`In ${one.member ?? ""}`), one))).slice(0, 20),
  ];
}

/** The hash, when it is there: a verdict does not wait for it. */
function hashText(hashed: Promise<string | null>): HTMLElement {
  const text = el("code", {}, "…");
  void hashed.then((sha256) => {
    text.textContent = sha256 ?? "The browser cannot read the file any more.";
  });
  return text;
}

const lengthOf = ({ bytes }: ArtifactReport): (readonly [string, string])[] => (bytes === null ? [] : [["Length", bytesText(bytes)]]);

function facts(own: ArtifactReport, hashed: Promise<string | null>): HTMLElement {
  const { kind, encodings, protocol, root, versions } = own;
  const written = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return pairs([
    ["Kind", [formatWords(kind), ...encodings.map((one) => `in ${one}`)].join(" ") + (protocol === null ? "" : `, protocol ${protocol}`)],
    ...lengthOf(own),
    ...(root === null ? [] : [["Holds", told(root)] as const]),
    ...(written.length === 0 ? [] : [["Written with", told(written.join(", "))] as const]),
    ["sha256", hashText(hashed)],
  ]);
}

/** What was chosen has a say in it. */
const chosenLine = (words: readonly string[]): HTMLElement[] =>
  words.length === 0 ? [] : [el("p", { class: "small" }, "Judged with ", el("code", {}, told(words.join(" "))), ".")];

/** Everything that the judgement says. `words`: what was not as it is built in. */
export function verdictParts(judged: Judged, hashed: Promise<string | null>, words: readonly string[]): HTMLElement[] {
  const { own, data } = judged;
  if (data !== null) {
    const [word, why] = DATA[data];
    const kind = el("p", {}, why);
    return [
      el("div", { class: "verdict data", role: "status" }, el("strong", {}, word), kind),
      card("File", pairs([...lengthOf(own), ["sha256", hashText(hashed)]])),
    ];
  }
  return [
    el(
      "div",
      { class: `verdict ${own.verdict}`, role: "status" },
      el("strong", {}, verdictWord(own.verdict)),
      ...whyOf(judged),
      ...chosenLine(words),
    ),
    ...findings("Findings", own),
    ...membersOf(judged),
    card("File", facts(own, hashed)),
    ...names(own),
  ];
}
