/**
 * Why each code matters and what to do, beside what it means (`doc` in `sandbox/finding/codes.ts`): `--explain`, SARIF's
 * help, the page's glossary and `docs/findings.md` are made from this table. A code without a row does not compile. It is
 * the host's: the guest has no use for it.
 */
import type { FindingCode } from "../../sandbox/finding/codes.js";
import type { ReferenceId } from "./references.js";

interface Explanation {
  /** What can happen, or what cannot be said. */
  readonly why: string;
  /** What the reader can do. */
  readonly fix: string;
  readonly references: readonly ReferenceId[];
}

const row = (why: string, fix: string, ...references: readonly ReferenceId[]): Explanation => ({ why, fix, references });

/** The damaged file, in whatever way. */
const AGAIN = "Fetch or write the file again and compare its sha256 with that of its source.";
const LOOK = "cornichon inspect lists the instructions around the byte that is named.";
const SOURCE = "Treat the file as untrusted until whoever made it has said how it was written.";
const TRAIN = "Ask its author for the model in another form (skops, ONNX, the library's own format), or train it again.";
const UNREAD = "What was not read to its end is never called safe: the rest may hold anything.";
const raises = (what: string): string =>
  `If you know the file and ${what} are expected, raise the limit with the option that the message names.`;

export const EXPLANATIONS: Readonly<Record<FindingCode, Explanation>> = {
  "global.dangerous": row(
    "Unpickling imports the names that the file gives and calls them with the file's own arguments, before the program that loads it sees a model. A name such as os.system or builtins.eval is how a file takes over the machine that loads it; no model needs one.",
    "Do not load the file, anywhere. Keep a copy for whoever looks into it, find out where it came from, and take the machine that has loaded it for compromised. No option allows such a name.",
    "cwe-502",
    "pickle",
    "restricting",
  ),
  "call.dangerous": row(
    "The function itself is one that models really use, but with these arguments it runs code, reaches attributes or opens files that the file chose.",
    "Do not load the file. Nothing that a library writes has such arguments; find out where the file came from. No option allows it.",
    "cwe-502",
    "reduce",
  ),
  "global.unlisted": row(
    "Loading the file imports this name and may call it. It is not known to be dangerous and not known to be harmless: importing a module runs it, and a class may run code when its state is set.",
    "If you know the class and it only holds data, --allow MODULE.NAME (or allow in a policy file) keeps it as inert data here; that says nothing about loading it in Python. If the class is one of scikit-learn's, numpy's, scipy's or pandas' that genuine models hold, report it: it belongs on the list.",
    "cwe-502",
    "restricting",
    "sklearn",
  ),
  "global.family": row(
    "The file needs a library that is not read here, so nobody has checked what its classes do with the state that the file gives them.",
    "Follow the message: some libraries export in a format of their own without pickle. convert --placeholders reads the parts around it.",
    "cwe-502",
    "sklearn",
    "skops",
  ),
  "global.malformed": row(
    "No pickler writes such a name. It is a damaged file, or one made to look like something else to people or to other scanners.",
    SOURCE,
    "cwe-502",
    "cwe-436",
  ),
  "global.python2": row(
    "Python 3 renames Python 2's modules only under protocols 0 to 2. Under a later one this name is looked up as it stands, so it would be imported from whatever module bears it on the loading machine.",
    `No pickler mixes the two. ${SOURCE}`,
    "cwe-502",
    "unpickler",
  ),
  "global.order": row(
    "The module has its short name only after another package was imported; before, any module of that name on the path would be imported instead.",
    `Genuine files name the package first. ${SOURCE}`,
    "cwe-502",
  ),
  "global.computed": row(
    "Names that are put together while the file is read are a way to hide them from scanners that only look for texts.",
    `No pickler does that. ${SOURCE}`,
    "cwe-502",
    "cwe-436",
  ),
  "call.unlisted": row(
    "The file asks for a call of something that is only ever stored, or that no one has checked. What would happen is decided by code that was not looked at.",
    `${LOOK} If the class only holds data, --allow keeps it inert; a call of it stays refused.`,
    "cwe-502",
    "reduce",
  ),
  "call.arguments": row(
    "Functions that rebuild arrays, trees or dates take on trust what they are given: other arguments than their own library writes may crash native code or reach what they should not.",
    `If a library wrote the file, report it with the versions of Python and of the library. Otherwise: ${SOURCE.toLowerCase()}`,
    "cwe-502",
    "reduce",
  ),
  "build.target": row(
    "BUILD sets attributes. On a class, a function or an object that the stream did not make, it changes what the loading program itself uses.",
    SOURCE,
    "cwe-502",
    "state",
  ),
  "build.state": row(
    "A class sets its state without checking it; a state of another form may reach code that the class never meant to run.",
    `If a library wrote the file, report it with the library's version. Otherwise: ${SOURCE.toLowerCase()}`,
    "cwe-502",
    "state",
  ),
  "build.key": row(
    "A state that replaces a method or a special attribute changes what happens when the object is used: the file, not the library, then decides what is called.",
    `No estimator stores such a key. ${SOURCE}`,
    "cwe-502",
    "state",
  ),
  "reference.misplaced": row(
    "A function or class that stands where data is expected may be called later, when the model is used. The policy knows the places where genuine models have one.",
    "If it is a function of your own (a tokenizer, a metric), give the model a name of a library's function instead, or keep it out of the file.",
    "cwe-502",
    "restricting",
  ),
  "collection.target": row(
    "Adding items calls append, extend or item assignment of the object, which is code when the object is no plain list or dict.",
    SOURCE,
    "cwe-502",
  ),
  "opcode.extension": row(
    "The number stands for whatever the loading program has registered under it: what is made cannot be known from the file.",
    "Write the file with a protocol and a program that use no extension registry.",
    "copyreg",
    "cwe-502",
  ),
  "opcode.persistent-id": row(
    "The loading program decides what such an id becomes; plain pickle.load refuses it. PyTorch uses it for tensors, in files that it reads itself.",
    "Save tensors as safetensors, or the model with joblib.dump; ids for a program of your own mean nothing elsewhere.",
    "persistent",
    "cwe-502",
  ),
  "torch.storage": row(
    "PyTorch fetches the numbers of tensors by persistent ids. This one names none of the file's storages, or not as torch writes it: what a loading program makes of it cannot be known.",
    "Load the file in isolation with weights_only=True and save it again with torch.save(model.state_dict(), path).",
    "persistent",
    "cwe-502",
  ),
  "opcode.readonly-buffer": row(
    "It only has a meaning beside buffers that travel outside the file, so no file has it.",
    "Write the file without buffer_callback.",
    "buffers",
  ),
  "native.opaque": row(
    "The bytes go to a parser in C++ that trusts them; files changed by a few bytes crash it or worse. Only what our own reader has followed to its end, and found to be what the library writes, is called safe.",
    `The message names the place. ${AGAIN} A model that its library reads well and we refuse is worth a report.`,
    "cwe-502",
    "cwe-20",
  ),
  "stream.not-a-pickler": row(
    "The instructions are legal, but no pickler puts them in this order. Files made by hand do, often to confuse scanners.",
    SOURCE,
    "cwe-502",
    "cwe-436",
    "pickletools",
  ),
  "joblib.dual-reading": row(
    "The same bytes mean one thing to one loader and another to the next (joblib, an older joblib, pickle, numpy). What is harmless in one reading names or calls something in the other.",
    `No library writes such a file. ${SOURCE}`,
    "cwe-436",
    "cwe-502",
    "joblib",
  ),
  "joblib.dual-reading-dangerous": row(
    "The same bytes are an array to one loader and instructions to the next: whoever loads the file with the other one runs its code.",
    "Do not load the file, with any loader. It was made to pass a scanner; find out where it came from.",
    "cwe-436",
    "cwe-502",
    "joblib",
  ),

  "stream.truncated": row(`The end is missing, so the model is not whole. ${UNREAD}`, AGAIN, "pickletools"),
  "stream.opcode": row(
    "Every loader stops here with an error. What stands before it has been judged: a call before the break runs all the same.",
    `The file is damaged or no pickle. ${AGAIN}`,
    "pickletools",
  ),
  "stream.argument": row(
    "Python's C unpickler refuses the value, or its Python one (joblib's) reads it otherwise; which of the two loads the file decides what it means.",
    `No pickler writes it. ${AGAIN}`,
    "pickletools",
    "cwe-436",
  ),
  "stream.utf8": row("Every loader stops here with an error.", AGAIN, "pickletools"),
  "stream.frame": row(
    "Frames tell a loader how much to read at once. Where they do not fit, the C unpickler and the Python one read different bytes.",
    `No pickler writes it. ${AGAIN}`,
    "cwe-436",
    "pickletools",
  ),
  "stream.protocol": row(
    "Loaders refuse protocols above 5, and differ about a protocol that is named twice or late.",
    `Write the file again with protocol 5 or below. ${AGAIN}`,
    "unpickler",
  ),
  "stream.stack": row("Every loader stops here with an error, after what stands before it has run.", `${AGAIN} ${LOOK}`, "pickletools"),
  "stream.memo": row(
    "The stream asks for a value that it never stored, where every loader stops; or it numbers its values so high that a loader would fill memory.",
    `${AGAIN} ${LOOK}`,
    "pickletools",
    "cwe-400",
  ),
  "stream.buffer": row(
    "The data itself is not in the file but in buffers that were sent beside it, so the file alone is no model.",
    "Write the file without buffer_callback.",
    "buffers",
  ),
  "stream.crlf": row(
    "Protocol 0 is text, and git, FTP or an editor changed its line ends as they do with text. Python 3 refuses the file or reads other names.",
    "Fetch it in binary mode, or add *.pkl binary to .gitattributes; convert --repair crlf reads what is there.",
    "pickle",
  ),
  "stream.trailing": row(
    "Loaders stop before these bytes, so they are no part of the model; they are where something can be hidden, or the sign of two files written over each other.",
    `If you know what they are, --allow-trailing lets them pass with a note. ${AGAIN}`,
    "cwe-436",
  ),
  "stream.unhashable": row("Every loader stops here with an error.", `No pickler writes it. ${AGAIN}`, "pickletools"),
  "folder.dvc-mismatch": row(
    "The .dvc file beside it, or dvc.lock in the directory that is scanned, says which bytes this file has, and it has others: it was changed, or not fetched again, since DVC recorded it.",
    "Run dvc checkout to get the recorded file back, or dvc add (dvc commit for the output of a stage) to record this one.",
  ),
  "stream.lfs-pointer": row(
    "The model is not here: git keeps three lines in its place until the file is fetched. Nothing of the model was judged.",
    "Run git lfs pull (in GitHub's checkout action: lfs: true), then scan again.",
    "lfs",
  ),
  "array.malformed": row(
    "numpy refuses such an array, or reads memory that does not belong to it.",
    `No numpy writes it. ${AGAIN}`,
    "npy",
    "numpy",
    "cwe-20",
  ),
  "array.wrapper": row(
    "joblib takes the keys of its array wrappers on trust and even calls one of them; a wrapper that no joblib wrote makes its versions read different bytes.",
    `${SOURCE} If joblib wrote it, report it with joblib's version.`,
    "joblib",
    "cwe-502",
  ),
  "container.corrupt": row(`The compressed data does not decode, or not to what its checksum says. ${UNREAD}`, AGAIN, "cwe-354"),
  "container.trailing": row(
    "Some programs read on behind the end and some do not, so the file is not the same to all.",
    `Decompress the file and compress it again. ${AGAIN}`,
    "cwe-436",
  ),
  "container.inconsistent": row(
    "An archive says twice what is in it. Where the two differ, one program unpacks what another never sees.",
    "Unpack it with a program that you trust, look at what is there, and pack it again.",
    "zip",
    "cwe-436",
  ),
  "container.missing-companion": row(
    "Old joblib wrote big arrays to files beside the pickle. Without them the model cannot be loaded, and what would be put there has not been judged.",
    "Put the companion files into the same folder and scan again, or save the model with joblib 0.10 or later, which writes one file.",
    "joblib",
  ),
  "container.companion-name": row(
    "The pickle asks its loader to open a file elsewhere on the machine, which numpy.load may unpickle.",
    `joblib only ever names files of the same folder. ${SOURCE}`,
    "cwe-22",
    "joblib",
  ),
  "container.unsupported": row(
    `The format is a real one, but it is not read here. ${UNREAD}`,
    "Unpack or convert it with the program that wrote it, and scan what comes out.",
    "sklearn",
  ),
  "artifact.unrecognised": row(
    "Nothing in it is a pickle, an array or an archive of them, so there is no model to judge. A failed download that saved an error page looks like that.",
    "Look at its first bytes (head -c 100 FILE). If it is no model, leave it out; in a folder such files are skipped.",
  ),
  "artifact.empty": row("There is nothing in it: a download or a write that failed.", "Fetch or write the file again."),
  "artifact.unreadable": row(
    "The file was not judged. It may be anything.",
    "Check that it exists and may be read by the user who scans, then scan again.",
  ),
  "target.unsupported": row(
    "Nothing was written: an approximation would answer otherwise than the model does, and nobody would see it.",
    "Choose the methods that can be written with --outputs, another target, or neutral JSON, which holds every model.",
    "sklearn",
  ),
  "input.changed": row(
    "What was judged is not what lies there now, so the verdict says nothing about it.",
    "Scan when nothing writes to the file any more; scan a copy, and use the copy.",
    "cwe-367",
  ),
  "tree.link-outside": row(
    "What the link stands for was not judged. A link may lead to any file of the machine, so one that leaves the folder is never followed by itself.",
    "Name the file or folder that it leads to beside this one, or scan a folder that holds both. Hugging Face's snapshots are links into their cache's blobs: name the repository's folder (models--…), which holds both.",
    "cwe-59",
  ),
  "tree.link": row(
    "What the link stands for was not judged under this name.",
    "Leave --no-follow out to have links followed while they stay inside the folder.",
    "cwe-59",
  ),
  "model.inconsistent": row(
    "Native code of sklearn and scipy reads children, features and indices of a model without checks: values that contradict each other make it read or write memory that is not its own, or never end.",
    `No library writes such a model. ${AGAIN} ${TRAIN}`,
    "cwe-20",
    "sklearn",
  ),

  "limit.bytes": row(UNREAD, raises("so many bytes"), "cwe-400"),
  "limit.decoded": row(
    `A small file that decodes to very much fills the loading machine's memory or disk. ${UNREAD}`,
    raises("so many decoded bytes"),
    "cwe-409",
  ),
  "limit.ratio": row(
    "It expands as only a decompression bomb or an array of equal numbers does; a loader has no such limit.",
    raises("arrays of equal numbers"),
    "cwe-409",
  ),
  "limit.memory": row(`Judging it needs more memory than it may have. ${UNREAD}`, raises("so large a model"), "cwe-400"),
  "limit.time": row(`Judging it takes longer than it may. ${UNREAD}`, raises("so large a model"), "cwe-400"),
  "limit.depth": row(
    "A document that nests so deep overflows the stack of most programs that read it.",
    raises("values so deep inside one another"),
    "cwe-674",
  ),
  "limit.digits": row(
    "Python itself refuses to turn so many digits into an integer, because that takes very long.",
    raises("such integers"),
    "cwe-400",
  ),
  "limit.elements": row("A few bytes can ask for an array that fills memory.", raises("such arrays"), "cwe-400"),
  "limit.members": row(`An archive of very many members takes very long. ${UNREAD}`, raises("so many members"), "cwe-400"),
  "limit.streams": row(`Pickles inside pickles multiply the work. ${UNREAD}`, raises("so many nested pickles"), "cwe-400"),
  "limit.containers": row(
    `Archives inside archives multiply what they expand to, and hide what is in the innermost. ${UNREAD}`,
    `Unpack the outer ones and scan what comes out. ${raises("so many layers")}`,
    "cwe-409",
  ),
  "limit.opcodes": row(`So many instructions take very long. ${UNREAD}`, raises("so many instructions"), "cwe-400"),
  "limit.nodes": row(`So many values fill memory. ${UNREAD}`, raises("so many values"), "cwe-400"),
  "limit.work": row(
    "Values that share other values over and over make a short file cost a loader more time than there is.",
    `No library writes such a file. ${SOURCE}`,
    "cwe-400",
  ),
  "limit.native": row(
    "Models of hundreds of megabytes take more memory to follow than a child has.",
    "Save the model in the library's own format (save_model as JSON or text) and read that.",
    "cwe-400",
  ),
  "limit.memo": row("A few bytes with a huge index make Python's memo table fill memory.", raises("so many shared values"), "cwe-400"),
  "limit.dimensions": row("numpy has no arrays of more than 64 dimensions.", `No numpy writes it. ${AGAIN}`, "npy"),
  "limit.output": row(
    "The document would be so much longer than the file that writing it would fill the disk.",
    raises("so long a document"),
    "cwe-409",
  ),
  "limit.crash": row(
    "The process that read it ended before it could say what it found; the file may have been made to do that. Each artifact has a process of its own, so nothing else was harmed.",
    "Raise --max-memory if it is a big model. If it happens again, report the file's sha256 and the message: no file should end the reader.",
    "cwe-400",
  ),

  "policy.allowed": row(
    "The built-in policy does not list this name; an option or a policy file of yours does, and without it the artifact would be unlisted. Loading the file in Python imports it.",
    "Nothing has to be done while you trust where it comes from. Take it out of the policy to have such files refused again.",
  ),

  "note.leftover-stack": row("Loaders throw these values away; the verdict covers them.", "Nothing has to be done."),
  "note.second-stream": row(
    "pickle.load reads the first and leaves the others to whoever calls it again. All of them have been judged.",
    "convert takes the first unless --index or --all says otherwise.",
    "pickle",
  ),
  "note.padding": row("Loaders stop before it.", "Nothing has to be done."),
  "note.trailing": row("You let these bytes pass; no loader reads them.", "Leave --allow-trailing out to have them refused."),
  "note.python2-text": row(
    "Python 2 did not say how its texts are encoded. They were read as the encoding that is named, which may show other characters than were meant.",
    "--py2-strings latin1, utf8 or bytes chooses.",
    "unpickler",
  ),
  "note.frame-end": row("Every loader reads it to the same values.", "Nothing has to be done."),
  "note.reference": row(
    "Loading looks the function up and calls nothing; using the model in Python calls it.",
    "Nothing has to be done. predict says when a model needs a function that it does not have here.",
  ),
  "note.dtype-metadata": row("numpy's metadata of a dtype has no influence on values.", "Nothing has to be done."),
  "note.declared-version": row(
    "MLflow's files, or a repository's config.json, name another version of a library than the one that wrote the artifact. What loads it by them may warn or answer differently.",
    "Install the version that the artifact says, or save the model again with its environment.",
  ),
  "note.dvc-folder": row(
    "The hash in a .dvc file or in dvc.lock is one of all files of the folder together (it ends in .dir): it says nothing of a single one.",
    "Run dvc status, which compares the whole folder.",
  ),
  "note.name": row(
    "It was judged by its bytes, as loaders do; people and other tools may go by its name.",
    "Give the file the ending of its format.",
  ),
  "note.crlf-repaired": row(
    "The bytes that were read are not those that lie there; the output is marked.",
    "Fetch the file in binary mode to have the original.",
  ),
  "note.native-raw": row(
    "The bytes were followed to their end, or are kept as they are; the document does not spell all of them out.",
    "Nothing has to be done for a verdict. For predictions, save the model in the library's own format.",
  ),
  "note.gzip-padding": row(
    "Nothing runs, but joblib.load of this file allocates memory until it fails.",
    "Decompress the file, or compress it again.",
    "gzip",
    "cwe-400",
  ),
  "note.gzip-members": row(
    "Nothing runs, but joblib.load of this file allocates memory until it fails.",
    "Decompress the file, or compress it again.",
    "gzip",
    "cwe-400",
  ),
};
