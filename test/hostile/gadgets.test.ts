/**
 * Names that advisories, public proofs of concept and other scanners' tests use to run code: each is `dangerous` however
 * it is named, called or only referenced. (picklescan's and fickling's advisories, the rows N and M of the techniques.)
 */
import { describe, expect, test } from "vitest";
import { runGuest } from "../support/guest.js";

/** Module → names, separated by blanks. */
const GADGETS: Readonly<Record<string, string>> = {
  builtins:
    "eval exec compile open getattr setattr delattr globals locals vars __import__ breakpoint input map filter type memoryview super property help exit",
  os: "system popen execv execve execl spawnl spawnv posix_spawn fork remove rename unlink rmdir mkdir open putenv kill startfile listdir environ",
  posix: "system popen execv",
  nt: "system popen startfile",
  "os.path": "join exists",
  subprocess: "Popen run call check_call check_output getoutput getstatusoutput",
  _posixsubprocess: "fork_exec",
  _bootsubprocess: "Popen",
  commands: "getoutput getstatusoutput",
  sys: "modules exit setrecursionlimit settrace path",
  shutil: "rmtree copy move which make_archive",
  socket: "socket create_connection gethostbyname",
  ssl: "get_server_certificate",
  "urllib.request": "urlopen urlretrieve Request",
  "http.client": "HTTPSConnection HTTPConnection",
  "http.server": "HTTPServer",
  smtplib: "SMTP",
  ftplib: "FTP",
  imaplib: "IMAP4_stream",
  telnetlib: "Telnet",
  "xmlrpc.client": "ServerProxy",
  "asyncio.unix_events": "_UnixSubprocessTransport._start",
  asyncio: "run create_subprocess_shell",
  runpy: "run_path run_module _run_code",
  pty: "spawn",
  pdb: "run Pdb set_trace",
  bdb: "Bdb.run Bdb.runeval",
  code: "InteractiveInterpreter.runcode interact",
  codeop: "compile_command",
  cProfile: "run runctx",
  profile: "Profile.run Profile.runctx run",
  timeit: "timeit repeat",
  trace: "Trace.run Trace.runctx",
  doctest: "debug_script testsource",
  "idlelib.pyshell": "ModifiedInterpreter.runcode ModifiedInterpreter.runcommand",
  "idlelib.run": "Executive.runcode",
  "idlelib.calltip": "Calltip.fetch_tip get_entity",
  "idlelib.autocomplete": "AutoComplete.get_entity AutoComplete.fetch_completions",
  "idlelib.debugobj": "ObjectTreeItem.SetText",
  "lib2to3.pgen2.grammar": "Grammar.loads",
  "lib2to3.pgen2.pgen": "ParserGenerator.make_label",
  ensurepip: "_run_pip",
  pip: "main",
  "pip._internal": "main",
  venv: "create EnvBuilder.create",
  webbrowser: "open",
  pydoc: "locate pipepager render_doc",
  "_pyrepl.pager": "pipe_pager",
  uuid: "_get_command_stdout _popen",
  _aix_support: "_read_cmd_output",
  _osx_support: "_read_output _find_build_tool",
  "test.support.script_helper": "assert_python_ok",
  io: "FileIO open open_code",
  _io: "FileIO open",
  "logging.config": "fileConfig dictConfig listen",
  logging: "FileHandler",
  "distutils.file_util": "write_file",
  "distutils.spawn": "spawn",
  gzip: "open",
  bz2: "open",
  lzma: "open",
  wave: "open",
  mailbox: "mbox",
  tarfile: "open",
  zipfile: "ZipFile",
  sqlite3: "connect",
  shelve: "open",
  dbm: "open",
  fileinput: "input",
  glob: "glob",
  linecache: "getline",
  tempfile: "mktemp NamedTemporaryFile",
  mmap: "mmap",
  ctypes: "CDLL cdll WinDLL",
  _ctypes: "dlopen",
  operator: "attrgetter itemgetter methodcaller getitem",
  _operator: "attrgetter methodcaller",
  functools: "reduce partialmethod",
  itertools: "starmap accumulate",
  inspect: "getattr_static",
  types: "FunctionType CodeType MethodType ModuleType",
  importlib: "import_module reload",
  "importlib.util": "module_from_spec spec_from_file_location",
  "importlib.machinery": "SourceFileLoader",
  "importlib._bootstrap": "_load",
  imp: "load_source load_dynamic",
  pkgutil: "resolve_name get_data",
  zipimport: "zipimporter",
  marshal: "loads load",
  pickle: "loads load Unpickler",
  _pickle: "loads load",
  cPickle: "loads load",
  dill: "loads load",
  "dill._dill": "_create_function _create_code _import_module",
  "cloudpickle.cloudpickle": "_builtin_type _make_function subimport _make_skeleton_class",
  "joblib.externals.cloudpickle": "loads load",
  "joblib.externals.loky.backend.spawn": "import_main_path",
  joblib: "load",
  "joblib.numpy_pickle": "load",
  "joblib.numpy_pickle_compat": "load_compatibility",
  numpy: "load fromfile loads",
  "numpy.lib.npyio": "load",
  "numpy.testing._private.utils": "runstring rundocs",
  "numpy.f2py.crackfortran": "getlincoef _eval_length param_eval myeval",
  "numpy.f2py.capi_maps": "load_f2cmap_file",
  "numpy.distutils.exec_command": "exec_command",
  pandas: "read_pickle eval read_csv",
  "pandas.io.pickle": "read_pickle",
  "pandas.core.computation.eval": "eval",
  "sklearn.datasets": "fetch_openml load_files",
  "scipy.io": "loadmat",
  "torch.serialization": "load",
  torch: "load",
  "torch.storage": "_load_from_bytes",
  "torch.jit.unsupported_tensor_ops": "execWrapper",
  "torch._dynamo.guards": "GuardBuilder.get",
  "torch._inductor.codecache": "compile_file",
  "torch.fx.experimental.symbolic_shapes": "ShapeEnv.evaluate_guards_expression",
  "torch.utils._config_module": "ConfigModule.load_config",
  "torch.utils.bottleneck.__main__": "run_cprofile run_autograd_prof",
  "torch.utils.collect_env": "run",
  "torch.utils.data.datapipes.utils.decoder": "basichandlers",
  gc: "get_objects get_referrers",
  site: "main execsitecustomize",
  unittest: "main",
  "unittest.mock": "patch",
  atexit: "register",
  signal: "signal",
  threading: "Thread Timer",
  _thread: "start_new_thread",
  "multiprocessing.util": "spawnv_passfds",
  multiprocessing: "Process Pool",
  "concurrent.futures.thread": "ThreadPoolExecutor",
  _interpreters: "run_string exec",
  _xxsubinterpreters: "run_string",
  requests: "get post",
  aiohttp: "ClientSession",
  antigravity: "geohash",
  yaml: "load unsafe_load",
  pipes: "Template",
  cgitb: "lookup",
  copyreg: "__newobj__ add_extension",
  sympy: "sympify",
};

const PYTHON2: Readonly<Record<string, string>> = {
  __builtin__: "eval execfile compile open file getattr apply reduce __import__ input raw_input map filter reload",
  commands: "getoutput",
  cPickle: "loads",
  urllib: "urlopen urlretrieve",
  urllib2: "urlopen",
  httplib: "HTTPSConnection",
  thread: "start_new_thread",
  SocketServer: "TCPServer",
};

const text = (s: string): Buffer => Buffer.from(s, "latin1");
const short = (s: string): Buffer => Buffer.concat([Buffer.from([0x8c, Buffer.byteLength(s)]), Buffer.from(s)]);
const global = (module: string, name: string): Buffer => text(`c${module}\n${name}\n`);
const stackGlobal = (module: string, name: string): Buffer => Buffer.concat([text("\x80\x04"), short(module), short(name), text("\x93")]);

/** A name called by REDUCE in protocols 0 and 4, by INST, and only referenced. */
function streams(module: string, name: string): Readonly<Record<string, Buffer>> {
  return {
    "protocol 0": Buffer.concat([global(module, name), text("(S'1'\ntR.")]),
    "protocol 4": Buffer.concat([stackGlobal(module, name), short("1"), text("\x85R.")]),
    INST: text(`(S'1'\ni${module}\n${name}\n.`),
    reference: Buffer.concat([text("]"), stackGlobal(module, name).subarray(2), text("a.")]),
  };
}

function missed(table: Readonly<Record<string, string>>, only: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const [module, names] of Object.entries(table)) {
    for (const name of names.split(" ")) {
      for (const [form, bytes] of Object.entries(streams(module, name))) {
        if (!only.includes(form)) continue;
        const found = runGuest(bytes, "scan").report.artifacts[0]?.findings ?? [];
        if (!found.some((f) => f.code === "global.dangerous" && f.offset < bytes.length)) wrong.push(`${module}.${name} by ${form}`);
      }
    }
  }
  return wrong;
}

describe("known gadgets are dangerous", () => {
  test.each(["protocol 0", "protocol 4", "INST", "reference"])("by %s", (form) => {
    expect(missed(GADGETS, [form])).toEqual([]);
  });

  test("under Python 2's names, mapped and not", () => {
    expect(missed(PYTHON2, ["protocol 0", "protocol 4", "INST"])).toEqual([]);
  });
});
