/**
 * The report as one page that needs nothing else: no script, no image, no font, and a policy that lets a browser fetch
 * none. Dark and light as the reader has it; what a colour says, a word says, too. The worst artifacts come first, and
 * each code that occurs is explained below.
 */
import { createHash } from "node:crypto";
import { type FindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { Verdict } from "../../sandbox/wire/job.js";
import { sentence, showText, showWhole } from "../errors.js";
import { VERSION } from "../version.js";
import { explained } from "./explain.js";
import type { Closing, Form } from "./form.js";
import { STYLE } from "./html-style.js";
import { marked } from "./markup.js";
import type { Places } from "./places.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { headline, skippedKinds, totals } from "./totals.js";
import { byGravity } from "./worst.js";

/** Findings that an artifact shows; others are counted. */
const MOST = 50;

/** Artifacts of one verdict that a page shows; more help nobody and take a browser long. */
const MOST_ARTIFACTS = 5000;

const TITLES: Readonly<Record<Verdict, string>> = {
  dangerous: "Dangerous: a known way to run code",
  unlisted: "Unlisted: something that nobody has checked",
  limit: "Stopped by a limit",
  malformed: "Malformed: no readable artifact",
  unsupported: "Unsupported: a format that is not read",
  safe: "Safe",
};

const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;

const tag = (name: string, inside: string, kind = ""): string => `<${name}${kind === "" ? "" : ` class="${kind}"`}>${inside}</${name}>`;
const anchorOf = (code: FindingCode): string => `code-${code.replace(".", "-")}`;

function factsOf(line: ArtifactReport): string {
  const facts: readonly (readonly [string, string])[] = [
    ["kind", [line.kind, ...line.encodings].map(showText).join(", ")],
    ["holds", line.root === null ? "" : showText(line.root)],
    ["protocol", line.protocol === null ? "" : String(line.protocol)],
    [
      "written by",
      Object.entries(line.versions)
        .map(([name, version]) => sentence`${showText(name)} ${showText(version)}`)
        .join(", "),
    ],
    ["bytes", line.bytes === null ? "" : String(line.bytes)],
    ["sha256", line.sha256 ?? ""],
  ];
  const items = facts.flatMap(([name, value]) => (value === "" ? [] : [`<div>${tag("dt", name)}${tag("dd", marked(value))}</div>`]));
  return tag("dl", items.join(""));
}

function findingRow({ code, severity, offset, opcode, message, call, advice }: Finding): string {
  const what = [
    marked(message),
    ...(call === undefined ? [] : [tag("code", marked(showText(call)))]),
    ...(advice === undefined ? [] : [marked(advice)]),
  ].join("<br>");
  const place = sentence`byte ${offset}${opcode === undefined ? sentence`` : sentence` ${showText(opcode)}`}`;
  return tag(
    "tr",
    tag("td", tag("strong", severity, severity)) +
      tag("td", `<a href="#${anchorOf(code)}">${code}</a>`) +
      tag("td", marked(place)) +
      tag("td", what),
  );
}

function findingsOf(line: ArtifactReport): string {
  const all = byGravity(line.findings);
  const more = Math.max(0, all.length - MOST) + (line.moreFindings ?? 0);
  if (all.length === 0) return line.verdict === "safe" ? "" : tag("p", "See its members.");
  const head = tag(
    "thead",
    tag("tr", ["severity", "code", "where", "what was found"].map((name) => `<th scope="col">${name}</th>`).join("")),
  );
  const body = tag("tbody", all.slice(0, MOST).map(findingRow).join(""));
  return `<div class="wide">${tag("table", head + body)}</div>${more > 0 ? tag("p", `and ${more} more`) : ""}`;
}

function articleOf(line: ArtifactReport, places: Places): string {
  const path = marked(showWhole(places.shown(line.path)));
  const name = line.member === undefined ? path : `${path} <span class="of">›</span> ${marked(showText(line.member))}`;
  const inside = factsOf(line) + findingsOf(line);
  const left = Object.entries(line.moreMembers ?? {}).map(([verdict, count]) => `${count} ${marked(showText(verdict))}`);
  const members = left.length === 0 ? "" : tag("p", `and members that are not told here: ${left.join(", ")}`);
  const open = line.verdict === "safe" ? "" : " open";
  return `<details${open}><summary>${tag("span", line.verdict, `verdict ${line.verdict}`)} ${tag("span", name, "name")}</summary>${inside}${members}</details>\n`;
}

class HtmlReport implements Form {
  readonly parts = VERDICT_ORDER.length;
  readonly waits = true;
  readonly between = "";
  readonly #places: Places;
  readonly #codes = new Set<FindingCode>();
  readonly #counts = new Map<Verdict, number>();

  constructor(places: Places) {
    this.#places = places;
  }

  print(line: ArtifactReport): readonly string[] {
    const article = this.#count(line.verdict) < MOST_ARTIFACTS ? articleOf(line, this.#places) : "";
    return VERDICT_ORDER.map((verdict) => (verdict === line.verdict ? article : ""));
  }

  #count(verdict: Verdict): number {
    return this.#counts.get(verdict) ?? 0;
  }

  took({ verdict, findings }: ArtifactReport): void {
    this.#counts.set(verdict, this.#count(verdict) + 1);
    for (const { code } of byGravity(findings).slice(0, MOST)) this.#codes.add(code);
  }

  frame(closing: Closing | null): readonly string[] {
    if (closing === null) return [""];
    const sections = VERDICT_ORDER.map((verdict, i) => (closing.filled[i] === true ? `<section>${tag("h2", TITLES[verdict])}\n` : ""));
    const ends = VERDICT_ORDER.map((verdict, i) => (closing.filled[i] === true ? `${this.#untold(verdict)}</section>\n` : ""));
    const between = sections.map((section, i) => (ends[i - 1] ?? "") + section);
    return [headOf(closing) + (between[0] ?? ""), ...between.slice(1), (ends.at(-1) ?? "") + this.#foot()];
  }

  #untold(verdict: Verdict): string {
    const more = this.#count(verdict) - MOST_ARTIFACTS;
    return more > 0 ? tag("p", `and ${more} more`) : "";
  }

  #foot(): string {
    const codes = VERDICT_ORDER.flatMap((verdict) => [...this.#codes].filter((code) => explained(code).verdict === verdict).sort());
    const glossary = codes.length === 0 ? "" : `<section>${tag("h2", "What the codes mean")}${codes.map(glossaryOf).join("")}</section>\n`;
    return `${glossary}</main>\n<footer>cornichon ${marked(VERSION)}. Verdicts speak of loading these very bytes, not of using the model.</footer>\n</body>\n</html>\n`;
  }
}

function glossaryOf(code: FindingCode): string {
  const { meaning, why, fix, references } = explained(code);
  const links = references.map(({ title, url }) => tag("li", `<a rel="noreferrer" href="${marked(url)}">${marked(title)}</a>`));
  const more = links.length === 0 ? "" : tag("ul", links.join(""));
  return `<article id="${anchorOf(code)}">${tag("h3", code)}${tag("p", marked(meaning))}${tag("p", marked(why))}${tag("p", `${tag("strong", "What to do:")} ${marked(fix)}`)}${more}</article>\n`;
}

function headOf(closing: Closing): string {
  const { summary, more } = closing;
  const counts = totals(summary).map(({ what, count }) =>
    tag("li", `${tag("b", String(count))} ${marked(showText(what))}`, VERDICT_ORDER.find((verdict) => verdict === what) ?? "other"),
  );
  const kinds = skippedKinds(summary).map(({ what, count }) => `${count} ${marked(showText(what))}`);
  const left = [
    ...(kinds.length === 0 ? [] : [tag("p", `Skipped, because it is no artifact: ${kinds.join(", ")}.`)]),
    ...(more.findings + more.members === 0
      ? []
      : [tag("p", `This page was long enough: ${more.findings} findings and ${more.members} members of archives are counted, not shown.`)]),
  ].join("");
  const title = `cornichon: ${marked(headline(summary))}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header>${tag("h1", "cornichon scan")}${tag("p", marked(headline(summary)))}${counts.length === 0 ? "" : tag("ul", counts.join(""), "counts")}${left}</header>
<main>
`;
}

export const htmlForm = (places: Places): Form => new HtmlReport(places);
