"""Gives each file named on standard input to pickle.load and joblib.load, and prints those in which anything was called.

The pure Python unpickler (joblib's is built on it) says what it is about to call; an audit hook says what was reached all
the same. Files are our own: those of the repository's fixtures, and what its fuzzer made of them.
"""
import io
import pickle
import resource
import sys

# A memo's index may ask for 60 GB, which takes a minute and runs nothing.
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))

called = []
FORBIDDEN = ("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "subprocess.", "socket.", "ctypes.", "shutil.", "os.remove", "os.rename", "os.mkdir", "os.chmod", "webbrowser.")


def hook(event, args):
    if event.startswith(FORBIDDEN):
        called.append(event)


sys.addaudithook(hook)


def watched(opcode):
    plain = pickle._Unpickler.dispatch[opcode[0]]

    def load(self):
        stack = self.stack
        callee = stack[-2] if opcode in (pickle.REDUCE, pickle.NEWOBJ) and len(stack) > 1 else None
        if opcode == pickle.NEWOBJ_EX and len(stack) > 2:
            callee = stack[-3]
        if opcode == pickle.OBJ and stack:
            callee = stack[0]
        if opcode == pickle.BUILD and len(stack) > 1 and isinstance(stack[-2], type):
            callee = stack[-2]
        if callable(callee):
            called.append(repr(callee))
        plain(self)
        if opcode == pickle.INST:
            called.append("INST")

    return load


for opcode in (pickle.REDUCE, pickle.NEWOBJ, pickle.NEWOBJ_EX, pickle.OBJ, pickle.BUILD, pickle.INST):
    pickle._Unpickler.dispatch[opcode[0]] = watched(opcode)

try:
    import joblib
except ImportError:
    joblib = None


def attempt(load):
    try:
        load()
    except BaseException:
        pass


for line in sys.stdin:
    path = line.rstrip("\n")
    with open(path, "rb") as file:
        data = file.read()
    del called[:]
    attempt(lambda: pickle._Unpickler(io.BytesIO(data)).load())
    attempt(lambda: pickle.loads(data))
    if joblib is not None:
        attempt(lambda: joblib.load(path))
    if called:
        print(path, called)
print("joblib" if joblib is not None else "no joblib")
