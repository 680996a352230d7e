/**
 * Random programs for a side reading to run: values of all kinds, and every opcode on all of them. Behind each stands a
 * name, so that whoever comes that far says so.
 */
import type { Random } from "../fuzz/random.js";

const short = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
const DTYPE = (type: string): string => `cnumpy\ndtype\n${short(type)}\x89\x88\x87R`;
const ARRAY = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85C\x01btR";
const FLOATS = `${ARRAY}(K\x01K\x02\x85${DTYPE("f8")}\x89C\x10\0\0\0\0\0\0\xf0?\0\0\0\0\0\0\0@tb`;
const BYTES_ARRAY = `${ARRAY}(K\x01K\x03\x85${DTYPE("u1")}\x89C\x03\x01\x02\x00tb`;
const OBJECTS = `${ARRAY}(K\x01K\x02\x85${DTYPE("O8")}\x89](NK\x01etb`;
const SCALAR = `cnumpy.core.multiarray\nscalar\n${DTYPE("f8")}C\x08\0\0\0\0\0\0\xf0?\x86R`;
const RIDGE = "csklearn.linear_model._ridge\nRidge\n)\x81";
const WRAPPER = "cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81";

const VALUES: readonly string[] = [
  "N",
  "\x88",
  "\x89",
  "K\0",
  "K\x01",
  "J\xff\xff\xff\xff",
  "\x8a\x09\0\0\0\0\0\0\0\0\x01",
  "I5\n",
  "I 7\n",
  "L12L\n",
  "G?\xf0\0\0\0\0\0\0",
  "G\0\0\0\0\0\0\0\0",
  "F1.5\n",
  "F 1.5\n",
  short("a"),
  short(""),
  short("5"),
  "U\x01a",
  "S'x'\n",
  "Vq\n",
  "C\0",
  "C\x01a",
  "\x96\0\0\0\0\0\0\0\0",
  "\x96\x01\0\0\0\0\0\0\0\x01",
  ")",
  "N\x85",
  "NN\x86",
  "K\0K\x01K\x02\x87",
  "N}\x86",
  "}}\x86",
  "](t",
  "]",
  "](K\x01K\x02e",
  "}",
  `}${short("a")}Ns`,
  "\x8f",
  "\x8f(K\x01\x90",
  "(\x91",
  "(K\x01\x91",
  FLOATS,
  BYTES_ARRAY,
  OBJECTS,
  ARRAY,
  SCALAR,
  DTYPE("i4"),
  RIDGE,
  WRAPPER,
  "ccollections\nOrderedDict\n)R",
  "ccollections\ndeque\n)R",
  "cbuiltins\ncomplex\nK\x01K\x02\x86R",
  "cbuiltins\nslice\nNK\x01N\x87R",
  "cbuiltins\nset\n",
  "csklearn.linear_model._ridge\nRidge\n",
  "cnumpy\nfloat64\n",
  "cnumpy\nexp\n",
];

const ACTIONS: readonly string[] = [
  "R",
  "R",
  "b",
  "b",
  "b",
  "s",
  "s",
  "a",
  "a",
  "e",
  "u",
  "\x90",
  "\x81",
  "\x92",
  "o",
  "t",
  "l",
  "d",
  "\x85",
  "\x86",
  "\x98",
  "\x98",
  "0",
  "1",
  "2",
  "(",
  "\x94",
  "h\x01",
  "q\x05",
  "\x93",
  "(e",
  "(u",
  "(\x90",
  "\x80\x02",
  "\x80\x04",
  "\x95\x04\0\0\0\0\0\0\0N0N0",
];

/** A program of a few values and opcodes, and the name behind it. */
export function program(random: Random): string {
  let text = "";
  for (let left = 1 + random.below(5); left > 0; left--) {
    for (let values = random.below(4); values > 0; values--) text += random.pick(VALUES);
    text += random.pick(ACTIONS);
  }
  return `${text}ccollections\nCounter\n0N.`;
}

const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const u32 = (n: number): string => String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24);

function wrapped(data: string, aligned: boolean): string {
  const type = `${DTYPE("u1")}(K\x03${short("|")}NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb`;
  const state = `${short("subclass")}cnumpy\nndarray\n${short("shape")}J${u32(data.length)}\x85${short("order")}${short("C")}${short("dtype")}${type}${short("allow_mmap")}\x89`;
  return `cjoblib.numpy_pickle\nNumpyArrayWrapper\n)\x81}(${state}${aligned ? `${short("numpy_array_alignment_bytes")}K\x10` : ""}ub${aligned ? "\x01\xff" : ""}${data}`;
}

/** A file whose array's bytes are the program: `pickle.load` runs it. */
export const forPickle = (code: string): Uint8Array => latin1(`\x80\x04${wrapped(code, false)}.`);
/** A file in which joblib before 1.2 takes an array's last two bytes for opcodes, which swallow the head of a constant: the program. */
export const forOldJoblib = (code: string): Uint8Array =>
  latin1(`\x80\x04(${wrapped(`${"\x07".repeat(40)}C\x05`, true)}B${u32(code.length)}${code}t.`);
