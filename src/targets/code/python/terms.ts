/**
 * Terms of texts in Python, whose letters, small forms and accents are those of sklearn's own analyzers: these are what
 * sklearn writes (sklearn.feature_extraction.text._VectorizerMixin 1.9), with what they count in place of the lists they give.
 */
import type { Terms } from "../program.js";

export const TERM_HELPERS: readonly (readonly [string, string])[] = [
  [
    "_without_accents",
    `def _without_accents(text, composed):
    decomposed = unicodedata.normalize("NFKD", text)
    if composed and decomposed == text:
        return text
    return "".join([char for char in decomposed if not unicodedata.combining(char)])`,
  ],
  [
    "_to_ascii",
    `def _to_ascii(text):
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")`,
  ],
  [
    "_words",
    `_WORDS = {1: re.compile(r"\\b\\w+\\b"), 2: re.compile(r"\\b\\w\\w+\\b")}


def _words(text, least, first, most, stops):
    words = _WORDS[least].findall(text)
    if stops:
        words = [word for word in words if word not in stops]
    for length in range(first, min(most, len(words)) + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at:at + length])`,
  ],
  [
    "_characters",
    `def _characters(text, first, most):
    text = re.sub(r"\\s\\s+", " ", text)
    for length in range(first, min(most, len(text)) + 1):
        for at in range(len(text) - length + 1):
            yield text[at:at + length]`,
  ],
  [
    "_within_words",
    `def _within_words(text, first, most):
    for word in text.split():
        word = " " + word + " "
        if len(word) < first:
            yield word
        for length in range(first, min(most, len(word)) + 1):
            for at in range(len(word) - length + 1):
                yield word[at:at + length]`,
  ],
  [
    "_counted",
    `def _counted(terms, columns, size):
    counts = [0.0] * size
    for term in terms:
        column = columns.get(term, -1)
        if column >= 0:
            counts[column] += 1.0
    return counts`,
  ],
  [
    "_hashed",
    `def _mixed(k):
    k = k * 0xCC9E2D51 & 0xFFFFFFFF
    return ((k << 15 | k >> 17) & 0xFFFFFFFF) * 0x1B873593 & 0xFFFFFFFF


def _hash(text):
    data = text.encode("utf-8")
    whole = len(data) // 4 * 4
    h = 0
    for at in range(0, whole, 4):
        h ^= _mixed(int.from_bytes(data[at:at + 4], "little"))
        h = ((h << 13 | h >> 19) & 0xFFFFFFFF) * 5 + 0xE6546B64 & 0xFFFFFFFF
    if whole < len(data):
        h ^= _mixed(int.from_bytes(data[whole:], "little"))
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    h ^= h >> 16
    return h - 0x100000000 if h >= 0x80000000 else h


def _hashed(terms, size, is_signed):
    counts = [0.0] * size
    for term in terms:
        h = _hash(term)
        column = (2147483647 - (size - 1)) % size if h == -2147483648 else abs(h) % size
        counts[column] += -1.0 if is_signed and h < 0 else 1.0
    return counts`,
  ],
];

const truth = (value: boolean): string => (value ? "True" : "False");

/** Lines that count a text's terms; `call` is told of each helper. */
export function termLines(text: string, terms: Terms, array: string, call: (helper: string) => string): readonly string[] {
  const { analyzer, isLowered, accents, least, range, stops, columns, size } = terms;
  const small = isLowered ? `${text}.lower()` : text;
  const composed = truth(accents === "unicode-composed");
  const plain =
    accents === "kept"
      ? small
      : accents === "ascii"
        ? `${call("_to_ascii")}(${small})`
        : `${call("_without_accents")}(${small}, ${composed})`;
  const [from, most] = range;
  const found =
    analyzer === "word"
      ? `${call("_words")}(${plain}, ${least}, ${from}, ${most}, ${stops ?? "None"})`
      : `${call(analyzer === "char" ? "_characters" : "_within_words")}(${plain}, ${from}, ${most})`;
  return [
    columns.kind === "terms"
      ? `${array} = ${call("_counted")}(${found}, ${columns.map}, ${size})`
      : `${array} = ${call("_hashed")}(${found}, ${size}, ${truth(columns.isSigned)})`,
  ];
}
