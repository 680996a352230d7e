/** skops' loaders by name, of all its versions: `SGDNode` is `LossNode` before 0.11. One more is a loader and a line here. */
import type { SkopsLoader } from "../wire/words.js";
import { functionNode, methodNode, operatorFuncNode, partialNode, typeNode } from "./names.js";
import { dtypeNode, maskedArrayNode, ndarrayNode } from "./numpy.js";
import { constructorNode, lossNode, objectNode, treeNode } from "./objects.js";
import { bytearrayNode, bytesNode, defaultDictNode, dictNode, jsonNode, listNode, setNode, sliceNode, tupleNode } from "./plain.js";
import { randomGeneratorNode, randomStateNode } from "./random.js";
import type { Loader, LoaderTable } from "./reader.js";
import { sparseNode } from "./sparse.js";

/** All but `CachedNode`, which the reader itself knows. */
const TABLE: Readonly<Record<Exclude<SkopsLoader, "CachedNode">, Loader>> = {
  BytearrayNode: bytearrayNode,
  BytesNode: bytesNode,
  ConstructorFromReduceNode: constructorNode,
  DTypeNode: dtypeNode,
  DefaultDictNode: defaultDictNode,
  DictNode: dictNode,
  FunctionNode: functionNode,
  JsonNode: jsonNode,
  ListNode: listNode,
  LossNode: lossNode,
  MaskedArrayNode: maskedArrayNode,
  MethodNode: methodNode,
  NdArrayNode: ndarrayNode,
  ObjectNode: objectNode,
  OperatorFuncNode: operatorFuncNode,
  PartialNode: partialNode,
  RandomGeneratorNode: randomGeneratorNode,
  RandomStateNode: randomStateNode,
  SGDNode: lossNode,
  SetNode: setNode,
  SliceNode: sliceNode,
  SparseMatrixNode: sparseNode,
  TreeNode: treeNode,
  TupleNode: tupleNode,
  TypeNode: typeNode,
};

export const LOADERS: LoaderTable = new Map(Object.entries(TABLE));
