/**
 * A finding's arguments by name, each with what it may be: a number, a short text of the artifact, or a word of a closed
 * list. The guest's own code does not compile with another word, and the host takes none (`src/host/validate.ts`): what a
 * user reads is never a text that a guest chose, but for names and keys of the artifact, which are cut and escaped.
 */
import { CONTENT_KINDS, type ContentKind } from "../wire/content-kind.js";
import { DANGER_IDS, type DangerId } from "../wire/policy.js";
import {
  FORMATS,
  type Format,
  OPTIONS,
  type OptionName,
  READINGS,
  type Reading,
  TEXT_ENCODINGS,
  type TextEncoding,
} from "../wire/words.js";
import { REASONS, type ReasonCode } from "./reasons.js";

/** Facts for the sentence of a finding or of a reason. (A type, not an interface: a record of numbers and texts takes it.) */
export type FindingArgs = {
  readonly why?: ReasonCode | DangerId;
  /** The reason inside a reason. */
  readonly inner?: ReasonCode;
  /** The finding that another reading made. */
  readonly what?: string;
  readonly container?: Format;
  /** What it is that is no artifact. */
  readonly content?: ContentKind;
  readonly reading?: Reading;
  readonly option?: OptionName;
  readonly encoding?: TextEncoding;
  readonly family?: string;
  /** The call that it is about, as inert text. */
  readonly call?: string;
  readonly companion?: string;
  readonly key?: string;
  readonly member?: string;
  readonly name?: string;
  readonly type?: string;
  readonly version?: string | number;
  readonly byte?: number;
  readonly bytes?: number;
  readonly check?: number;
  readonly count?: number;
  readonly index?: number;
  readonly limit?: number;
  readonly method?: number;
  readonly missing?: number;
  readonly most?: number;
  readonly protocol?: number;
  readonly streams?: number;
  readonly values?: number;
};

/** `text`: of the artifact, or a number. `code`: of a finding. `family`: one that the policy knows. Else one of these words. */
export type ArgumentKind = "number" | "text" | "code" | "family" | ReadonlySet<string>;

const REASON_CODES = Object.keys(REASONS);

export const ARGUMENTS: Readonly<Record<keyof FindingArgs, ArgumentKind>> = {
  why: new Set([...REASON_CODES, ...DANGER_IDS]),
  inner: new Set(REASON_CODES.filter((code) => code !== "native.categories")),
  what: "code",
  container: new Set(FORMATS),
  content: new Set(CONTENT_KINDS),
  reading: new Set(READINGS),
  option: new Set(OPTIONS),
  encoding: new Set(TEXT_ENCODINGS),
  family: "family",
  call: "text",
  companion: "text",
  key: "text",
  member: "text",
  name: "text",
  type: "text",
  version: "text",
  byte: "number",
  bytes: "number",
  check: "number",
  count: "number",
  index: "number",
  limit: "number",
  method: "number",
  missing: "number",
  most: "number",
  protocol: "number",
  streams: "number",
  values: "number",
};
