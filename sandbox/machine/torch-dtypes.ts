/**
 * torch's types of numbers: by the names of its classes of storages (`FloatStorage`) and of its dtypes (`torch.float32`). What
 * numpy has no dtype for is bytes of that length with a name. Not read: types of less than a byte.
 */
import { plainDtype } from "../numpy/dtype-text.js";
import type { DType } from "../tape/dtype.js";

const named = (name: string, itemsize: number): DType => ({ ...plainDtype("V", itemsize), name });

/** The dtype that a word stands for, null for any other word. */
export function torchDtype(word: string): DType | null {
  switch (word) {
    case "Float":
    case "float32":
      return plainDtype("f", 4);
    case "Double":
    case "float64":
      return plainDtype("f", 8);
    case "Half":
    case "float16":
      return plainDtype("f", 2);
    case "BFloat16":
    case "bfloat16":
      return named("bfloat16", 2);
    case "Long":
    case "int64":
      return plainDtype("i", 8);
    case "Int":
    case "QInt32":
    case "int32":
      return plainDtype("i", 4);
    case "Short":
    case "int16":
      return plainDtype("i", 2);
    case "Char":
    case "QInt8":
    case "int8":
      return plainDtype("i", 1);
    case "Byte":
    case "QUInt8":
    case "uint8":
      return plainDtype("u", 1);
    case "uint16":
      return plainDtype("u", 2);
    case "uint32":
      return plainDtype("u", 4);
    case "uint64":
      return plainDtype("u", 8);
    case "Bool":
    case "bool":
      return plainDtype("b", 1);
    case "ComplexFloat":
    case "complex64":
      return plainDtype("c", 8);
    case "ComplexDouble":
    case "complex128":
      return plainDtype("c", 16);
    case "complex32":
      return named("complex32", 4);
    case "float8_e4m3fn":
    case "float8_e5m2":
    case "float8_e4m3fnuz":
    case "float8_e5m2fnuz":
    case "float8_e8m0fnu":
      return named(word, 1);
    default:
      return null;
  }
}
