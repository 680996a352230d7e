/**
 * The report as a bill of materials, CycloneDX 1.6: an artifact is a component with its hash (a model with its card), the
 * libraries that it needs are components beside it, and what is dangerous or unlisted is a vulnerability that affects it.
 * What is malformed, unsupported or beyond a limit is none: nobody knows what is in it, so it is told as a property.
 *
 * The same input gives the same bytes: the serial number is a hash of what is said, and there is no time in it unless
 * SOURCE_DATE_EPOCH gives one. In memory are the libraries, of which there are at most a thousand versions.
 */
import { createHash } from "node:crypto";
import { CODES } from "../../sandbox/finding/codes.js";
import type { Severity } from "../../sandbox/wire/job.js";
import { sentence, showText, showWhole } from "../errors.js";
import { VERSION } from "../version.js";
import { explained, helpUri } from "./explain.js";
import { type Closing, type Form, opened } from "./form.js";
import { indented } from "./indented.js";
import { type Library, librariesOf } from "./libraries.js";
import type { Places } from "./places.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import { totals } from "./totals.js";
import { byGravity, isNote, worstFinding } from "./worst.js";

const MOST_LIBRARIES = 1000;
const RATINGS: Readonly<Record<Severity, string>> = { critical: "critical", high: "high", medium: "medium", low: "low", note: "info" };

/** Kinds that are data or containers and no models. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ...["npy", "npz", "numpy"].map((kind) => [kind, "data"] as const),
  ...["zip", "tar", "unknown", "lfs-pointer"].map((kind) => [kind, "file"] as const),
]);
const MODEL = "machine-learning-model";

interface Property {
  readonly name: string;
  readonly value: string;
}

const property = (name: string, value: string | number | null | undefined): readonly Property[] =>
  value === null || value === undefined || value === "" ? [] : [{ name: `cornichon:${name}`, value: String(value) }];

const joined = (items: readonly object[], levels: number): string => items.map((item) => indented(item, levels)).join(",");

/** Vulnerabilities that an artifact has at most: whoever reads a bill of materials is helped by no more. */
const MOST_OF_ONE = 100;

/** Findings that are weaknesses of the artifact, one for each code and name. */
function weaknesses(line: ArtifactReport): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of line.findings) {
    const { verdict } = CODES[finding.code];
    const key = JSON.stringify([finding.code, finding.global]);
    if ((verdict === "dangerous" || verdict === "unlisted") && !found.has(key)) found.set(key, finding);
  }
  return byGravity([...found.values()]);
}

/** True where the root is an object of a class, and nothing that runs code. */
const isClass = (line: ArtifactReport): line is ArtifactReport & { readonly root: string } =>
  line.root?.includes(".") === true && line.verdict !== "dangerous";

class BillOfMaterials implements Form {
  readonly parts = 3;
  readonly waits = false;
  readonly between = ",";
  readonly #places: Places;
  readonly #hash = createHash("sha256");
  readonly #libraries = new Map<string, Library>();
  #artifacts = 0;
  #left = 0;
  #untold = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  get #ref(): string {
    return `artifact/${this.#artifacts + 1}`;
  }

  print(line: ArtifactReport): readonly string[] {
    const libraries = this.#known(line).map(({ purl }) => purl);
    const dependency = { ref: this.#ref, ...(libraries.length === 0 ? {} : { dependsOn: libraries }) };
    return [joined([this.#component(line)], 2), joined(this.#vulnerabilities(line), 2), joined([dependency], 2)];
  }

  took(line: ArtifactReport): void {
    this.#hash.update(JSON.stringify({ ...line, path: this.#places.shown(line.path) }));
    const known = this.#known(line);
    this.#left += librariesOf(line).length - known.length;
    this.#untold += Math.max(0, weaknesses(line).length - MOST_OF_ONE);
    for (const library of known) this.#libraries.set(library.purl, library);
    this.#artifacts++;
  }

  frame(closing: Closing | null): readonly string[] {
    const lists = ["components", "vulnerabilities", "dependencies"].map((name) => ({ name, levels: 2 }));
    const [begin = "", ...rest] = opened(JSON.stringify(this.#document(closing), null, 2), lists, this.#filled(closing));
    if (closing === null || rest[0] === undefined) return [begin];
    const between = closing.filled[0] === true && this.#libraries.size > 0 ? "," : "";
    return [begin, between + joined([...this.#libraries.values()].map(componentOf), 2) + rest[0], ...rest.slice(1)];
  }

  #filled(closing: Closing | null): readonly boolean[] {
    const [components = false, ...others] = closing?.filled ?? [];
    return [components || this.#libraries.size > 0, ...others];
  }

  /** The line's libraries as far as they are in the list, or find room there. */
  #known(line: ArtifactReport): readonly Library[] {
    let room = MOST_LIBRARIES - this.#libraries.size;
    return librariesOf(line).filter(({ purl }) => this.#libraries.has(purl) || room-- > 0);
  }

  #component(line: ArtifactReport): object {
    const type = TYPES.get(line.kind) ?? MODEL;
    const path = showWhole(this.#places.shown(line.path));
    const name = path.split("/").at(-1) || path;
    return {
      type,
      "bom-ref": this.#ref,
      name: line.member === undefined ? name : `${name} › ${showText(line.member)}`,
      ...(line.sha256 === null ? {} : { hashes: [{ alg: "SHA-256", content: line.sha256 }] }),
      ...(type === MODEL && isClass(line) ? { modelCard: { modelParameters: { modelArchitecture: showText(line.root) } } } : {}),
      evidence: { occurrences: [{ location: path }] },
      properties: propertiesOf(line, path),
    };
  }

  #vulnerabilities(line: ArtifactReport): readonly object[] {
    return weaknesses(line)
      .slice(0, MOST_OF_ONE)
      .map((finding, i) => {
        const { meaning, fix, weaknesses: cwes, references } = explained(finding.code);
        const call = finding.call === undefined ? sentence`` : sentence` ${showText(finding.call)}`;
        return {
          "bom-ref": `${this.#ref}/finding/${i + 1}`,
          id: finding.code,
          source: { name: "cornichon", url: helpUri(finding.code) },
          ratings: [{ severity: RATINGS[finding.severity], method: "other" }],
          cwes,
          description: sentence`${finding.message}${call}`,
          detail: meaning,
          recommendation: finding.advice ?? fix,
          advisories: references.map(({ title, url }) => ({ title, url })),
          affects: [{ ref: this.#ref }],
          properties: [
            ...property("verdict", line.verdict),
            ...property("global", finding.global === undefined ? null : showText(finding.global)),
            ...property("offset", finding.offset),
          ],
        };
      });
  }

  #document(closing: Closing | null): object {
    return {
      $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      components: [],
      vulnerabilities: [],
      dependencies: [],
      ...(closing === null
        ? {}
        : {
            serialNumber: uuidOf(this.#hash.copy().update(VERSION).digest("hex")),
            metadata: metadataOf(closing, { libraries: this.#left, vulnerabilities: this.#untold }),
          }),
    };
  }
}

/** A UUID of version 8, whose bits are one's own. */
function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)];
  return `urn:uuid:${parts.join("-")}`;
}

function propertiesOf(line: ArtifactReport, path: string): readonly Property[] {
  const worst = worstFinding(line.findings.filter((one) => !isNote(one)));
  return [
    ...property("verdict", line.verdict),
    ...property("path", path),
    ...property("member", line.member === undefined ? null : showText(line.member)),
    ...property("kind", showText(line.kind)),
    ...property("encodings", line.encodings.map(showText).join(" ")),
    ...property("protocol", line.protocol),
    ...property("bytes", line.bytes),
    ...property("root", line.root === null ? null : showText(line.root)),
    ...Object.entries(line.versions).flatMap(([name, version]) => property(showText(name), showText(version))),
    ...(worst === undefined ? [] : [...property("finding", worst.code), ...property("message", worst.message)]),
  ];
}

const componentOf = ({ name, version, purl }: Library): object => ({
  type: purl.startsWith("pkg:generic/") ? "platform" : "library",
  "bom-ref": purl,
  name,
  ...(version === null ? {} : { version: showText(version) }),
  purl,
});

/** Seconds since 1970 that reproducible builds give as the time. */
function timestamp(): string | null {
  const seconds = process.env["SOURCE_DATE_EPOCH"];
  return seconds !== undefined && /^\d{1,11}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString() : null;
}

interface Untold {
  readonly libraries: number;
  readonly vulnerabilities: number;
}

function metadataOf({ summary, more }: Closing, { libraries, vulnerabilities }: Untold): object {
  const time = timestamp();
  return {
    ...(time === null ? {} : { timestamp: time }),
    tools: {
      components: [{ type: "application", name: "cornichon", version: VERSION, purl: `pkg:npm/cornichon@${encodeURIComponent(VERSION)}` }],
    },
    properties: [
      ...property("artifacts", summary["artifacts"]),
      ...totals(summary).flatMap(({ what, count }) => property(showText(what), count)),
      ...(more.members > 0 ? property("members-not-told", more.members) : []),
      ...(more.findings > 0 ? property("findings-not-told", more.findings) : []),
      ...(vulnerabilities > 0 ? property("vulnerabilities-not-told", vulnerabilities) : []),
      ...(libraries > 0 ? property("libraries-not-told", libraries) : []),
    ],
  };
}

export const cyclonedxForm = (places: Places): Form => new BillOfMaterials(places);
