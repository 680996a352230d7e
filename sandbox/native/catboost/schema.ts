/**
 * Tables of catboost's models (catboost/libs/model/flatbuffers), by the numbers of their fields: names and types as its schema
 * has them, over all versions of it. A field that is not there has its default: zero, nothing, or what stands behind `=`.
 *
 * `[…]` is a vector: of numbers, kept as a block; of texts; or of tables, by their name. `!` marks what is only there with
 * categories that are counted, texts or embeddings, which are not read.
 */

export const TABLES = {
  TModelCore: "FormatVersion:text ModelTrees:TModelTrees InfoMap:[TKeyValue] ModelPartIds:[text]",
  TModelTrees:
    "ApproxDimension:int TreeSplits:[i4] TreeSizes:[i4] TreeStartOffsets:[i4] CatFeatures:[TCatFeature] FloatFeatures:[TFloatFeature] " +
    "OneHotFeatures:[TOneHotFeature] CtrFeatures:!native.ctrs LeafValues:[f8] LeafWeights:[f8] NonSymmetricStepNodes:[u4] " +
    "NonSymmetricNodeIdToLeafId:[u4] TextFeatures:!native.texts EstimatedFeatures:!native.texts Scale:double=1 Bias:double " +
    "MultiBias:[f8] RepackedBins:[u4] EmbeddingFeatures:!native.texts",
  TFloatFeature: "HasNans:bool Index:int=-1 FlatIndex:int=-1 Borders:[f4] FeatureId:text NanValueTreatment:byte",
  TCatFeature: "Index:int=-1 FlatIndex:int=-1 FeatureId:text UsedInModel:bool=1",
  TOneHotFeature: "Index:int=-1 Values:[i4] StringValues:[text]",
  TKeyValue: "Key:text Value:text",
} as const;

export type TableName = keyof typeof TABLES;

/** Why a vector is not read, where it has items. */
export type Unread = "native.ctrs" | "native.texts";

export type FieldType =
  | { readonly kind: "bool" | "byte" | "int" | "double" | "text" | "texts" }
  | { readonly kind: "block"; readonly number: "f" | "i" | "u"; readonly bytes: number }
  | { readonly kind: "table" | "tables"; readonly of: TableName }
  | { readonly kind: "unread"; readonly why: Unread };

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly otherwise: number;
}

const isTable = (text: string): text is TableName => Object.hasOwn(TABLES, text);

function typeOf(text: string): FieldType {
  const inner = text.slice(1, -1);
  if (text.startsWith("!")) return { kind: "unread", why: text === "!native.ctrs" ? "native.ctrs" : "native.texts" };
  if (isTable(text)) return { kind: "table", of: text };
  if (isTable(inner)) return { kind: "tables", of: inner };
  if (inner === "text") return { kind: "texts" };
  if (text.startsWith("[")) {
    const number = inner.startsWith("f") ? "f" : inner.startsWith("u") ? "u" : "i";
    return { kind: "block", number, bytes: Number(inner.slice(1)) };
  }
  return { kind: text === "bool" || text === "byte" || text === "int" || text === "double" ? text : "text" };
}

/** The fields of a table. They are made when a model is read, not before. */
export const fieldsOf = (table: TableName): readonly Field[] =>
  TABLES[table].split(" ").map((word) => {
    const [name = "", rest = ""] = word.split(":");
    const [type = "", otherwise = "0"] = rest.split("=");
    return { name, type: typeOf(type), otherwise: Number(otherwise) };
  });
