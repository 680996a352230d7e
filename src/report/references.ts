/** Pages of others that explain more, by a short name: official documentation, specifications, and the list of weaknesses (CWE). */

interface Reference {
  readonly title: string;
  readonly url: string;
}

const python = (title: string, page: string): Reference => ({ title, url: `https://docs.python.org/3/library/${page}` });
const weakness = (number: number, title: string): Reference => ({
  title: `CWE-${number}: ${title}`,
  url: `https://cwe.mitre.org/data/definitions/${number}.html`,
});

export const REFERENCES = {
  pickle: python("Python: the warning above pickle", "pickle.html"),
  restricting: python("Python: restricting globals", "pickle.html#restricting-globals"),
  persistent: python("Python: persistence of external objects", "pickle.html#persistence-of-external-objects"),
  buffers: python("Python: out-of-band buffers", "pickle.html#out-of-band-buffers"),
  reduce: python("Python: object.__reduce__", "pickle.html#object.__reduce__"),
  state: python("Python: object.__setstate__", "pickle.html#object.__setstate__"),
  unpickler: python("Python: pickle.Unpickler, encoding and fix_imports", "pickle.html#pickle.Unpickler"),
  copyreg: python("Python: copyreg", "copyreg.html"),
  pickletools: python("Python: pickletools, which lists the instructions", "pickletools.html"),
  gzip: { title: "RFC 1952: the gzip format", url: "https://www.rfc-editor.org/rfc/rfc1952" },
  zip: { title: "The zip format (APPNOTE)", url: "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT" },
  joblib: { title: "joblib: persistence", url: "https://joblib.readthedocs.io/en/stable/persistence.html" },
  sklearn: { title: "scikit-learn: model persistence", url: "https://scikit-learn.org/stable/model_persistence.html" },
  skops: { title: "skops: secure persistence", url: "https://skops.readthedocs.io/en/stable/persistence.html" },
  numpy: { title: "numpy.load and allow_pickle", url: "https://numpy.org/doc/stable/reference/generated/numpy.load.html" },
  npy: { title: "The npy format", url: "https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html" },
  lfs: { title: "git LFS", url: "https://git-lfs.com/" },
  "cwe-20": weakness(20, "improper input validation"),
  "cwe-22": weakness(22, "path traversal"),
  "cwe-59": weakness(59, "link following"),
  "cwe-354": weakness(354, "improper validation of an integrity check value"),
  "cwe-367": weakness(367, "time of check, time of use"),
  "cwe-400": weakness(400, "uncontrolled resource consumption"),
  "cwe-409": weakness(409, "highly compressed data (data amplification)"),
  "cwe-436": weakness(436, "interpretation conflict"),
  "cwe-502": weakness(502, "deserialization of untrusted data"),
  "cwe-674": weakness(674, "uncontrolled recursion"),
} as const satisfies Readonly<Record<string, Reference>>;

export type ReferenceId = keyof typeof REFERENCES;

/** The number of a weakness, null for any other page. */
export const weaknessOf = (id: ReferenceId): number | null => (id.startsWith("cwe-") ? Number(id.slice(4)) : null);
