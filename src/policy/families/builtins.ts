/**
 * Python's own builtins that are data: containers that older protocols build by a call, types that stand as values,
 * the two constants, and exceptions kept as plain data. Nothing that runs, opens or imports. `getattr` finds functions
 * that are listed whole, which is how a method is pickled, and nothing else.
 * Names are those after Python 2's renames: `__builtin__` and `exceptions` never reach this table.
 */
import { type ClassRow, called, type Family } from "../rows.js";

const type = (name: string, call: string): ClassRow => called(`builtins.${name}`, "builtins", call);

/** Exceptions whose constructor keeps its arguments and does nothing else. Groups and unicode errors type their arguments. */
const EXCEPTIONS =
  "BaseException Exception ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError " +
  "ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError " +
  "FileExistsError FileNotFoundError FloatingPointError GeneratorExit ImportError IndentationError IndexError " +
  "InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError " +
  "NotADirectoryError NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError " +
  "ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError TabError TimeoutError TypeError " +
  "UnboundLocalError UnicodeError ValueError ZeroDivisionError " +
  "Warning BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning " +
  "ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning";

/** Methods of `str` that take a text and answer with one, with texts, or with yes or no. Not `format` and its like. */
const STR_METHODS = (
  "capitalize casefold expandtabs lower lstrip rsplit rstrip split splitlines strip swapcase title upper " +
  "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper"
).split(" ");

const exception = (name: string): ClassRow => ({
  path: `builtins.${name}`,
  at: "builtins",
  form: "call",
  call: "exception",
  members: "with_traceback add_note args",
});

export const BUILTINS: Family = {
  family: "builtins",
  doc: "Python's containers, types as values, constants and exceptions as plain data.",
  classes: [
    type("set", "set"),
    type("frozenset", "frozenset"),
    type("slice", "slice"),
    type("complex", "complex"),
    type("bytearray", "bytearray"),
    type("bytes", "bytes"),
    type("range", "range"),
    type("list", "object-list"),
    type("tuple", "object-list"),
    type("dict", "object-list"),
    ...EXCEPTIONS.split(" ").map(exception),
  ],
  calls: [
    { path: "copyreg._reconstructor", at: "copyreg", check: "reconstructor" },
    { path: "_codecs.encode", at: "_codecs", check: "codecs-encode" },
    { path: "builtins.getattr", at: "builtins", check: "attribute", narrow: true },
  ],
  references: [
    { what: "type", at: "builtins", public: "builtins", names: "object int float bool str" },
    // What texts are cut and cleaned with: `TfidfVectorizer(tokenizer=str.split)`.
    { what: "function", at: "builtins", public: "builtins", names: STR_METHODS.map((name) => `str.${name}`).join(" ") },
    { what: "constant", at: "builtins", public: "builtins", names: "Ellipsis NotImplemented" },
  ],
};
