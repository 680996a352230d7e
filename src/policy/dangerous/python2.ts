/**
 * The spellings of Python 2, for streams that name them under a protocol at which Python 3 no longer renames them, and
 * for modules that only Python 2 had.
 */
import type { DangerousGroup } from "./group.js";

export const PYTHON2: readonly DangerousGroup[] = [
  {
    why: "code",
    source: "picklescan and modelscan __builtin__ entries",
    names: { __builtin__: "eval execfile compile exec", new: "*", rexec: "*", Bastion: "*" },
  },
  {
    why: "attribute",
    source: "picklescan __builtin__ getattr; techniques N26 to N30",
    names: { __builtin__: "getattr setattr delattr hasattr vars globals locals dir super property" },
  },
  {
    why: "gadget",
    source: "techniques N30",
    names: { __builtin__: "apply map filter reduce iter", thread: "*", dummy_thread: "*", _dummy_thread: "*", Tkinter: "*" },
  },
  {
    why: "constructor",
    source: "techniques N31",
    names: { __builtin__: "type", copy_reg: "__newobj__ __newobj_ex__ add_extension pickle constructor" },
  },
  { why: "import", source: "techniques N26", names: { __builtin__: "__import__ reload", ihooks: "*", imputil: "*" } },
  {
    why: "file",
    source: "picklescan __builtin__ open",
    // The mapped spelling of what Python 3 no longer has.
    names: {
      __builtin__: "open file input raw_input",
      builtins: "file raw_input",
      anydbm: "*",
      dumbdbm: "*",
      gdbm: "*",
      dbhash: "*",
      whichdb: "*",
      bsddb: "*",
    },
  },
  { why: "process", source: "techniques N26; modelscan commands", names: { commands: "*", popen2: "*", os2: "*", ce: "*", mac: "*" } },
  { why: "deserialise", source: "techniques N27", names: { cPickle: "*" } },
  {
    why: "network",
    source: "picklescan httplib; techniques N27",
    names: {
      httplib: "*",
      urllib2: "*",
      xmlrpclib: "*",
      SimpleXMLRPCServer: "*",
      DocXMLRPCServer: "*",
      SimpleHTTPServer: "*",
      BaseHTTPServer: "*",
      CGIHTTPServer: "*",
      SocketServer: "*",
      cookielib: "*",
    },
  },
];
