/**
 * One instruction, with every check: the frame, the argument's length, the stack. The switch names all 68 opcodes, so
 * a missing one does not compile; what each does lives in a file a family.
 */
import { OP, type OpCode, opcodeName } from "../opcode/table.js";
import { FALSE, KIND, NONE, TRUE } from "../tape/handle.js";
import { stepBuild } from "./build.js";
import { addItems, append, appends, dict, list, setItem, setItems, stepFrozenset, tupleOf, tupleToMark } from "./collections.js";
import { stepInst, stepNewobj, stepNewobjEx, stepObj, stepReduce } from "./construct.js";
import { dup, frame, nextBuffer, pop, popMark, proto, readonlyBuffer, stop } from "./control.js";
import { stepGlobal, stepPersistentId, stepRefusedName, stepStackGlobal } from "./globals.js";
import { thrownAway } from "./grammar.js";
import {
  bytesLike,
  fixedInt,
  float,
  floatLine,
  intLine,
  longBytes,
  longLine,
  pythonString,
  stringLine,
  unicode,
  unicodeLine,
} from "./literals.js";
import { get, getLine, memoize, put, putLine } from "./memo-opcodes.js";
import { NO_FRAME, type Stream } from "./stream.js";

/** Runs the next instruction. False: the stream is broken, a finding says why. */
export function step(s: Stream): boolean {
  const { cursor } = s;
  if (s.frameEnd !== NO_FRAME && cursor.offset >= s.frameEnd) leaveFrame(s);
  s.opOffset = cursor.offset;
  s.opName = "";
  if (!cursor.need(1)) return s.broken("stream.truncated", { missing: 1 });
  const byte = cursor.bytes[cursor.pos] ?? 0;
  const name = opcodeName(byte);
  if (name === null) return s.broken("stream.opcode", { byte });
  s.opName = name;
  s.machine.opcodes++;
  cursor.pos++;
  if (s.popped !== null && !BEHIND_POP.has(byte)) thrownAway(s);
  // `opcodeName` knows the byte, so it is one of the table's codes.
  const alive = execute(s, byte as OpCode);
  s.open.drop(s.sp);
  if (MEMOISED.has(byte) || (byte === OP.FRAME && s.freshAt === s.opOffset)) s.freshAt = s.cursor.offset;
  return alive;
}

/** Opcodes that make a value which picklers memoise. */
const MEMOISED = new Set<number>([
  OP.STRING,
  OP.BINSTRING,
  OP.SHORT_BINSTRING,
  OP.UNICODE,
  OP.SHORT_BINUNICODE,
  OP.BINUNICODE,
  OP.BINUNICODE8,
  OP.SHORT_BINBYTES,
  OP.BINBYTES,
  OP.BINBYTES8,
  OP.BYTEARRAY8,
  OP.EMPTY_LIST,
  OP.EMPTY_DICT,
  OP.EMPTY_SET,
  OP.LIST,
  OP.DICT,
  OP.FROZENSET,
  OP.TUPLE,
  OP.TUPLE1,
  OP.TUPLE2,
  OP.TUPLE3,
  OP.GLOBAL,
  OP.STACK_GLOBAL,
  OP.REDUCE,
  OP.NEWOBJ,
  OP.NEWOBJ_EX,
  OP.OBJ,
  OP.INST,
]);

/** What may follow a POP. */
const BEHIND_POP = new Set<number>([OP.POP, OP.GET, OP.BINGET, OP.LONG_BINGET]);

function leaveFrame(s: Stream): void {
  s.frameEnd = NO_FRAME;
  if (s.behindFrame >= 0) s.cursor.seek(s.behindFrame);
  s.behindFrame = -1;
}

function execute(s: Stream, op: OpCode): boolean {
  switch (op) {
    case OP.MARK:
      return s.mark();
    case OP.STOP:
      return stop(s);
    case OP.POP:
      return pop(s);
    case OP.POP_MARK:
      return popMark(s);
    case OP.DUP:
      return dup(s);
    case OP.PROTO:
      return proto(s);
    case OP.FRAME:
      return frame(s);
    case OP.NEXT_BUFFER:
      return nextBuffer(s);
    case OP.READONLY_BUFFER:
      return readonlyBuffer(s);
    case OP.NONE:
      return s.push(NONE);
    case OP.NEWTRUE:
      return s.push(TRUE);
    case OP.NEWFALSE:
      return s.push(FALSE);
    case OP.INT:
      return intLine(s);
    case OP.BININT:
      return fixedInt(s, 4);
    case OP.BININT1:
      return fixedInt(s, 1);
    case OP.BININT2:
      return fixedInt(s, 2);
    case OP.LONG:
      return longLine(s);
    case OP.LONG1:
      return longBytes(s, 1);
    case OP.LONG4:
      return longBytes(s, 4);
    case OP.FLOAT:
      return floatLine(s);
    case OP.BINFLOAT:
      return float(s);
    case OP.STRING:
      return stringLine(s);
    case OP.BINSTRING:
      return pythonString(s, 4);
    case OP.SHORT_BINSTRING:
      return pythonString(s, 1);
    case OP.UNICODE:
      return unicodeLine(s);
    case OP.SHORT_BINUNICODE:
      return unicode(s, 1);
    case OP.BINUNICODE:
      return unicode(s, 4);
    case OP.BINUNICODE8:
      return unicode(s, 8);
    case OP.SHORT_BINBYTES:
      return bytesLike(s, KIND.BYTES, 1);
    case OP.BINBYTES:
      return bytesLike(s, KIND.BYTES, 4);
    case OP.BINBYTES8:
      return bytesLike(s, KIND.BYTES, 8);
    case OP.BYTEARRAY8:
      return bytesLike(s, KIND.BYTEARRAY, 8);
    case OP.EMPTY_LIST:
      return s.pushNew(s.tape.collection(KIND.LIST));
    case OP.EMPTY_DICT:
      return s.pushNew(s.tape.collection(KIND.DICT));
    case OP.EMPTY_SET:
      return s.pushNew(s.tape.collection(KIND.SET));
    case OP.EMPTY_TUPLE:
      return tupleOf(s, 0);
    case OP.TUPLE1:
      return tupleOf(s, 1);
    case OP.TUPLE2:
      return tupleOf(s, 2);
    case OP.TUPLE3:
      return tupleOf(s, 3);
    case OP.TUPLE:
      return tupleToMark(s);
    case OP.LIST:
      return list(s);
    case OP.DICT:
      return dict(s);
    case OP.FROZENSET:
      return stepFrozenset(s);
    case OP.APPEND:
      return append(s);
    case OP.APPENDS:
      return appends(s);
    case OP.SETITEM:
      return setItem(s);
    case OP.SETITEMS:
      return setItems(s);
    case OP.ADDITEMS:
      return addItems(s);
    case OP.PUT:
      return putLine(s);
    case OP.BINPUT:
      return put(s, 1);
    case OP.LONG_BINPUT:
      return put(s, 4);
    case OP.MEMOIZE:
      return memoize(s);
    case OP.GET:
      return getLine(s);
    case OP.BINGET:
      return get(s, 1);
    case OP.LONG_BINGET:
      return get(s, 4);
    case OP.GLOBAL:
      return stepGlobal(s);
    case OP.STACK_GLOBAL:
      return stepStackGlobal(s);
    case OP.EXT1:
      return stepRefusedName(s, "opcode.extension", 1);
    case OP.EXT2:
      return stepRefusedName(s, "opcode.extension", 2);
    case OP.EXT4:
      return stepRefusedName(s, "opcode.extension", 4);
    case OP.PERSID:
      return stepRefusedName(s, "opcode.persistent-id", "line");
    case OP.BINPERSID:
      return stepPersistentId(s);
    case OP.REDUCE:
      return stepReduce(s);
    case OP.NEWOBJ:
      return stepNewobj(s);
    case OP.NEWOBJ_EX:
      return stepNewobjEx(s);
    case OP.OBJ:
      return stepObj(s);
    case OP.INST:
      return stepInst(s);
    case OP.BUILD:
      return stepBuild(s);
    default:
      return op satisfies never;
  }
}
