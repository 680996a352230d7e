/**
 * xgboost's binary model (`Learner::Load` before 1.0, `LearnerIO::LoadModel` of 1.0 to 1.5, on little-endian machines), read as
 * what later versions write as JSON: the same keys, arrays of a value a node. What follows the trees differs: before 1.0 the
 * poisson step and the metrics stand behind the attributes; from 1.0 on they are attributes, and so is the objective.
 *
 * Before 1.0 `base_score` is stored behind the objective's link; here it stands before it, as in JSON.
 *
 * Refused: lengths beyond the bytes, trees without nodes, vectors at leaves, several roots, bytes after the end. Nothing recurses.
 */
import { i32, u32, u64 } from "../../bytes/little-endian.js";
import type { Reason } from "../../finding/because.js";
import { plainDtype } from "../../numpy/dtype-text.js";
import type { DType } from "../../tape/dtype.js";
import { KIND } from "../../tape/handle.js";
import { readJson } from "../json.js";
import type { NativeSink } from "../sink.js";

const LEARNER_BYTES = 136;
const FOREST_BYTES = 160;
const TREE_BYTES = 148;
const NODE_BYTES = 20;
const STATISTICS_BYTES = 16;
const LINEAR_BYTES = 136;
const WITHOUT_MARK = 0x7fffffff;

/** A text among the bytes. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the head of a model says. */
interface Head {
  readonly score: number;
  readonly features: number;
  readonly classes: number;
  readonly attributes: boolean;
  readonly metrics: boolean;
  readonly major: number;
  readonly minor: number;
}

class BinaryModel {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sink: NativeSink;
  readonly #end: number;
  #at: number;

  constructor(sink: NativeSink, bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#sink = sink;
    this.#at = start;
    this.#end = end;
  }

  /** Reads a model of 1.0 and later (`tagged`: with a version), or of before. */
  read(tagged: boolean): Reason | null {
    if (this.#is("binf")) this.#at += 4;
    const head = this.#head();
    if (head === null) return "native.cut-off";
    if (tagged !== head.major > 0) return "native.version";
    const sink = this.#sink;
    sink.open(KIND.DICT);
    sink.word("learner");
    sink.open(KIND.DICT);
    const why = this.#learner(head);
    if (why !== null) return why;
    sink.close();
    sink.word("version");
    sink.open(KIND.LIST);
    for (const part of [head.major, head.minor, 0]) sink.whole(part);
    sink.close();
    sink.close();
    return this.#at === this.#end ? null : "native.rest";
  }

  #learner(head: Head): Reason | null {
    const objective = this.#text();
    const booster = this.#text();
    if (objective === null || booster === null) return "native.cut-off";
    const name = this.#words(objective);
    this.#parameters(head, name);
    const why = this.#booster(this.#words(booster), head);
    if (why !== null) return why;
    for (const key of ["feature_names", "feature_types"]) {
      this.#sink.word(key);
      this.#sink.open(KIND.LIST);
      this.#sink.close();
    }
    return this.#rest(head, name);
  }

  #is(text: string): boolean {
    if (this.#end - this.#at < text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.#bytes[this.#at + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #left(): number {
    return this.#end - this.#at;
  }

  #head(): Head | null {
    const at = this.#at;
    if (this.#left() < LEARNER_BYTES) return null;
    this.#at += LEARNER_BYTES;
    const whole = (index: number): number => i32(this.#bytes, at + 4 * index);
    return {
      score: this.#view.getFloat32(at, true),
      features: u32(this.#bytes, at + 4),
      classes: whole(2),
      attributes: whole(3) !== 0,
      metrics: whole(4) !== 0,
      major: u32(this.#bytes, at + 20),
      minor: u32(this.#bytes, at + 24),
    };
  }

  /** A length of what takes `each` bytes an item; -1 when it cannot be. */
  #length(each: number): number {
    if (this.#left() < 8) return -1;
    const length = u64(this.#bytes, this.#at);
    this.#at += 8;
    return length >= 0 && length <= this.#left() / each ? length : -1;
  }

  #text(): Span | null {
    const length = this.#length(1);
    if (length < 0) return null;
    this.#at += length;
    return { start: this.#at - length, end: this.#at };
  }

  /** A short name as a text: what is longer or no ASCII is no name of xgboost's. */
  #words({ start, end }: Span): string {
    const piece = this.#bytes.subarray(start, Math.min(end, start + MAX_NAME));
    return Array.from(piece, (byte) => String.fromCharCode(byte)).join("");
  }

  #pair(key: string, value: string): void {
    this.#sink.word(key);
    this.#sink.word(value);
  }

  #parameters({ score, features, classes, major }: Head, objective: string): void {
    const sink = this.#sink;
    sink.word("learner_model_param");
    sink.open(KIND.DICT);
    this.#pair("base_score", float32Text(major === 0 ? beforeLink(score, objective) : score));
    this.#pair("num_class", String(classes));
    this.#pair("num_feature", String(features));
    sink.close();
  }

  #booster(name: string, head: Head): Reason | null {
    const sink = this.#sink;
    sink.word("gradient_booster");
    sink.open(KIND.DICT);
    if (name === "dart") {
      sink.word("gbtree");
      sink.open(KIND.DICT);
    }
    const why = name === "gblinear" ? this.#linear(head) : this.#forest(head);
    if (why !== null) return why;
    this.#pair("name", name === "dart" ? "gbtree" : name);
    sink.close();
    return name === "dart" ? this.#dropped() : null;
  }

  /** The weights of dart's trees: none are stored for no trees. */
  #dropped(): Reason | null {
    const sink = this.#sink;
    const count = this.#trees === 0 ? 0 : this.#length(4);
    if (count < 0) return "native.length";
    sink.word("weight_drop");
    sink.open(KIND.LIST);
    for (let i = 0; i < count; i++) sink.float(this.#view.getFloat32(this.#at + 4 * i, true));
    this.#at += 4 * count;
    sink.close();
    this.#pair("name", "dart");
    sink.close();
    return null;
  }

  #trees = 0;

  #linear({ features, classes, major }: Head): Reason | null {
    const at = this.#at;
    if (this.#left() < LINEAR_BYTES) return "native.cut-off";
    this.#at += LINEAR_BYTES;
    // Before 1.0 these count; later they are no more than kept.
    const own = u32(this.#bytes, at) === features && i32(this.#bytes, at + 4) === Math.max(1, classes);
    if (major === 0 && !own) return "native.groups";
    const count = this.#length(4);
    if (count < 0) return "native.length";
    const sink = this.#sink;
    sink.word("model");
    sink.open(KIND.DICT);
    sink.word("weights");
    sink.arrayOf(FLOAT, this.#bytes.slice(this.#at, this.#at + 4 * count));
    this.#at += 4 * count;
    sink.close();
    return null;
  }

  #forest({ features, classes, major }: Head): Reason | null {
    const at = this.#at;
    if (this.#left() < FOREST_BYTES) return "native.cut-off";
    this.#at += FOREST_BYTES;
    this.#trees = i32(this.#bytes, at);
    const [roots, columns, groups, vector] = [1, 2, 6, 7].map((index) => i32(this.#bytes, at + 4 * index));
    if (this.#trees < 0 || this.#trees > this.#left() / TREE_BYTES) return "native.length";
    const own = columns === features && groups === Math.max(1, classes) && roots === 1;
    if (vector !== 0 || (major === 0 && !(own && u64(this.#bytes, at + 16) === 0))) return "native.groups";
    this.#sink.word("model");
    this.#sink.open(KIND.DICT);
    this.#sink.word("gbtree_model_param");
    this.#sink.open(KIND.DICT);
    this.#pair("num_trees", String(this.#trees));
    this.#pair("size_leaf_vector", "0");
    this.#sink.close();
    return this.#treeList() ?? this.#groups();
  }

  #treeList(): Reason | null {
    this.#sink.word("trees");
    this.#sink.open(KIND.LIST);
    for (let index = 0; index < this.#trees; index++) {
      const why = this.#sink.excess ?? this.#tree(index);
      if (why !== null) return why;
    }
    this.#sink.close();
    return null;
  }

  /** Which group each tree belongs to. */
  #groups(): Reason | null {
    if (4 * this.#trees > this.#left()) return "native.cut-off";
    this.#sink.word("tree_info");
    this.#sink.open(KIND.LIST);
    for (let i = 0; i < this.#trees; i++) this.#sink.whole(i32(this.#bytes, this.#at + 4 * i));
    this.#at += 4 * this.#trees;
    this.#sink.close();
    this.#sink.close();
    return null;
  }

  #tree(index: number): Reason | null {
    const at = this.#at;
    if (this.#left() < TREE_BYTES) return "native.cut-off";
    this.#at += TREE_BYTES;
    const [roots = 0, nodes = 0, deleted, , features, vector] = [0, 1, 2, 3, 4, 5].map((i) => i32(this.#bytes, at + 4 * i));
    if (roots !== 1 || vector !== 0) return "native.groups";
    if (nodes < 1 || nodes > this.#left() / (NODE_BYTES + STATISTICS_BYTES)) return "native.length";
    const sink = this.#sink;
    sink.open(KIND.DICT);
    sink.word("id");
    sink.whole(index);
    sink.word("tree_param");
    sink.open(KIND.DICT);
    this.#pair("num_deleted", String(deleted));
    this.#pair("num_feature", String(features));
    this.#pair("num_nodes", String(nodes));
    this.#pair("size_leaf_vector", "0");
    sink.close();
    this.#nodes(nodes);
    this.#statistics(nodes);
    for (const [key, dtype] of NO_CATEGORIES) this.#array(key, dtype, new Uint8Array(0));
    this.#array("split_type", MARK, new Uint8Array(nodes));
    sink.close();
    return null;
  }

  #array(key: string, dtype: DType, bytes: Uint8Array): void {
    this.#sink.word(key);
    this.#sink.arrayOf(dtype, bytes);
  }

  #nodes(count: number): void {
    this.#array("parents", WHOLE, this.#column(count, NODE_BYTES, 0, WITHOUT_MARK));
    this.#array("left_children", WHOLE, this.#column(count, NODE_BYTES, 4));
    this.#array("right_children", WHOLE, this.#column(count, NODE_BYTES, 8));
    this.#array("split_indices", WHOLE, this.#column(count, NODE_BYTES, 12, WITHOUT_MARK));
    const left = new Uint8Array(count);
    for (let i = 0; i < count; i++) left[i] = (this.#bytes[this.#at + NODE_BYTES * i + 15] ?? 0) >> 7;
    this.#array("default_left", MARK, left);
    this.#array("split_conditions", FLOAT, this.#column(count, NODE_BYTES, 16));
    this.#at += NODE_BYTES * count;
  }

  #statistics(count: number): void {
    this.#array("loss_changes", FLOAT, this.#column(count, STATISTICS_BYTES, 0));
    this.#array("sum_hessian", FLOAT, this.#column(count, STATISTICS_BYTES, 4));
    this.#array("base_weights", FLOAT, this.#column(count, STATISTICS_BYTES, 8));
    this.#at += STATISTICS_BYTES * count;
  }

  /** A field of 32 bits of each record from here on, without the bits beyond `mask`. */
  #column(count: number, record: number, offset: number, mask = -1): Uint8Array {
    const out = new Uint8Array(4 * count);
    const view = new DataView(out.buffer);
    for (let i = 0; i < count; i++) view.setInt32(4 * i, i32(this.#bytes, this.#at + record * i + offset) & mask, true);
    return out;
  }

  /** Attributes, and what stands behind them before 1.0. */
  #rest(head: Head, objective: string): Reason | null {
    const attributes: [Span, Span][] = [];
    const count = head.attributes ? this.#length(2 * 8) : 0;
    if (count < 0) return "native.length";
    for (let i = 0; i < count; i++) {
      const [key, value] = [this.#text(), this.#text()];
      if (key === null || value === null) return "native.cut-off";
      attributes.push([key, value]);
    }
    if (head.major === 0) {
      const why = this.#behind(head, objective);
      if (why !== null) return why;
    }
    return this.#attributes(attributes, head.major > 0) ?? this.#objective(attributes, head, objective);
  }

  /** Before 1.0: the step of poisson regression, then the names of metrics. They do not come into JSON. */
  #behind({ metrics }: Head, objective: string): Reason | null {
    if (objective === "count:poisson") {
      const step = this.#text();
      if (step === null || !isStep(this.#words(step))) return "native.number";
    }
    const count = metrics ? this.#length(8) : 0;
    for (let i = 0; i < count; i++) {
      const name = this.#text();
      if (name === null || !this.isMetric(this.#words(name))) return "native.metric";
    }
    return count < 0 ? "native.length" : null;
  }

  isMetric: (name: string) => boolean = () => true;

  /** Those of the user. What xgboost itself keeps there stands in places of its own in JSON. */
  #attributes(attributes: readonly (readonly [Span, Span])[], own: boolean): Reason | null {
    this.#sink.word("attributes");
    this.#sink.open(KIND.DICT);
    for (const [key, value] of attributes) {
      const name = this.#words(key);
      if (
        own &&
        name === "metrics" &&
        !this.#words(value)
          .split(";")
          .every((metric) => metric === "" || this.isMetric(metric))
      )
        return "native.metric";
      if (own && (name === "objective" || name === "metrics")) continue;
      const { excess } = this.#sink;
      if (excess !== null) return excess;
      if (!this.#sink.text(key.start, key.end) || !this.#sink.text(value.start, value.end)) return "native.utf8";
    }
    this.#sink.close();
    return null;
  }

  #objective(attributes: readonly (readonly [Span, Span])[], { major, classes }: Head, name: string): Reason | null {
    const sink = this.#sink;
    sink.word("objective");
    const own = major > 0 ? attributes.find(([key]) => this.#words(key) === "objective") : undefined;
    if (own !== undefined) {
      const why = readJson(sink, this.#bytes, own[1].start, own[1].end);
      if (why !== null) return why;
    } else {
      sink.open(KIND.DICT);
      this.#pair("name", name);
      if (name.startsWith("multi:")) {
        sink.word("softmax_multiclass_param");
        sink.open(KIND.DICT);
        this.#pair("num_class", String(classes));
        sink.close();
      }
      sink.close();
    }
    return null;
  }
}

/** Longest name of an objective, a booster, an attribute of xgboost's own, a list of metrics. */
const MAX_NAME = 512;

const FLOAT = plainDtype("f", 4, false);
const WHOLE = plainDtype("i", 4, false);
const LONG = plainDtype("i", 8, false);
const MARK = plainDtype("u", 1, false);
const NO_CATEGORIES = [
  ["categories", WHOLE],
  ["categories_nodes", WHOLE],
  ["categories_segments", LONG],
  ["categories_sizes", LONG],
] as const;

const isStep = (text: string): boolean => text === "" || Number.isFinite(Number(text));

const LOGISTIC = ["reg:logistic", "binary:logistic", "binary:logitraw", "gpu:reg:logistic", "gpu:binary:logistic", "gpu:binary:logitraw"];
const LOG = ["count:poisson", "reg:gamma", "reg:tweedie", "survival:cox"];

/** What an objective's link makes `score` of, in its own 32 bits: what a user gave as `base_score`. */
function beforeLink(score: number, objective: string): number {
  if (LOGISTIC.includes(objective)) return Math.fround(1 / (1 + Math.fround(Math.exp(-score))));
  return LOG.includes(objective) ? Math.fround(Math.exp(score)) : score;
}

/** The shortest text of a number of 32 bits. */
function float32Text(value: number): string {
  for (let digits = 1; digits < 9 && Number.isFinite(value); digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return text.replace("e+", "E").replace("e", "E");
  }
  return Number.isNaN(value)
    ? "nan"
    : Number.isFinite(value)
      ? value.toExponential(8).replace("e+", "E").replace("e", "E")
      : value > 0
        ? "inf"
        : "-inf";
}

/** Reads a binary model of bytes `start` to `end`; why it is none, or null. */
export function readBinaryModel(
  sink: NativeSink,
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number; readonly tagged: boolean },
  isMetric: (name: string) => boolean,
): Reason | null {
  const model = new BinaryModel(sink, bytes, range.start, range.end);
  model.isMetric = isMetric;
  return model.read(range.tagged);
}
