/**
 * Terms of texts in C, which knows bytes: UTF-8 is read, and letters, small forms and accents are tables that this program
 * makes (`src/graph/text/classes.ts`), of capitals and accents those that matter to a model's terms. Words become their
 * numbers among the model's texts, characters are numbers already, and a run of numbers is looked for among sorted ones.
 * Nothing is as long as a text: a word longer than the longest that is known is none of them.
 *
 * Refused: hashes of words; accents as sklearn stripped them before 0.22; words and runs longer than anyone has.
 */
import { sentence } from "../../../errors.js";
import { CLASSES, smallFormsOf, strippedForms } from "../../../graph/text/classes.js";
import type { Program, Terms } from "../program.js";
import { bytesOf } from "./literals.js";
import { numbers } from "./tables.js";
import type { Texts } from "./texts.js";
import { refuse, stopsOf, termsOf, wordsOf } from "./vocabulary.js";

const LONGEST_WORD = 4096;
const LONGEST_RUN = 256;

const codesOf = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0) ?? 0);

interface Run {
  readonly own: readonly number[];
  readonly column: number;
}

function compared(a: Run, b: Run): number {
  const at = a.own.findIndex((number, i) => number !== b.own[i]);
  return at < 0 ? 0 : (a.own[at] ?? 0) - (b.own[at] ?? 0);
}

/** Terms as runs of numbers, without those that no text has. */
function runsOf(program: Program, terms: Terms, texts: Texts): readonly Run[] {
  const { analyzer, range } = terms;
  const [first, most] = range;
  const isWord = analyzer === "word";
  return termsOf(program, terms).flatMap(([term, column]) => {
    const own = isWord ? term.split(" ").map(texts.number) : codesOf(term);
    const isMet = own.length <= most && (own.length >= first || analyzer === "char_wb");
    return isMet ? [{ own, column }] : [];
  });
}

const KINDS = { word: "count_words", char: "count_characters", char_wb: "count_within_words" } as const;

/** What a file's functions need to read texts, gathered while they are printed. */
export class TermTables {
  readonly #program: Program;
  readonly #texts: Texts;
  readonly #known = new Map<string, Terms>();

  constructor(program: Program, texts: Texts) {
    this.#program = program;
    this.#texts = texts;
  }

  /** Call of the function that counts a text's terms. */
  call(text: string, terms: Terms, array: string): string {
    if (terms.columns.kind !== "terms") throw refuse(sentence`words that are hashed`);
    if (terms.accents === "unicode-composed") throw refuse(sentence`accents as they were stripped before scikit-learn 0.22`);
    if (terms.range[1] > LONGEST_RUN) throw refuse(sentence`runs of more than ${LONGEST_RUN} words or characters`);
    this.#known.set(array, terms);
    return `${KINDS[terms.analyzer]}(${text}, &${array}_how, ${array})`;
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  get #all(): readonly Terms[] {
    return [...this.#known.values()];
  }

  #longestWord(): number {
    const words = this.#all.flatMap((terms) => (terms.analyzer === "word" ? [...wordsOf(this.#program, terms)] : []));
    const longest = words.reduce((most, word) => Math.max(most, bytesOf(word).length), 1);
    if (longest > LONGEST_WORD) throw refuse(sentence`a word of more than ${LONGEST_WORD} bytes`);
    return longest;
  }

  /** Characters of all terms and words that are left out. */
  #alphabet(terms: Terms): ReadonlySet<number> {
    const all = new Set<number>();
    const add = (text: string): void => {
      for (const code of codesOf(text)) all.add(code);
    };
    for (const [term] of termsOf(this.#program, terms)) add(term);
    for (const stop of stopsOf(this.#program, terms)) add(stop);
    return all;
  }

  #hasSigma = (terms: Terms): boolean => {
    const alphabet = this.#alphabet(terms);
    return terms.isLowered && (alphabet.has(0x3c3) || alphabet.has(0x3c2));
  };

  /** Everything of the file that is about texts; the texts themselves stand before it. */
  *print(): Generator<string> {
    if (this.isEmpty) return;
    const kinds = new Set(this.#all.map(({ analyzer }) => analyzer));
    const hasSigma = this.#all.some(this.#hasSigma);
    const has = {
      lower: this.#all.some(({ isLowered }) => isLowered),
      accents: this.#all.some(({ accents }) => accents !== "kept"),
    };
    if (kinds.has("word")) yield* numbers("word_runs", "int32_t", Array.from(CLASSES.word()));
    if (kinds.has("char") || kinds.has("char_wb")) yield* numbers("space_runs", "int32_t", Array.from(CLASSES.space()));
    if (hasSigma) yield* numbers("cased_runs", "int32_t", Array.from(CLASSES.cased()));
    if (hasSigma) yield* numbers("ignorable_runs", "int32_t", Array.from(CLASSES.ignorable()));
    const longest = this.#longestWord();
    const most = this.#all.reduce((all, { range }) => Math.max(all, range[1]), 1);
    yield `\nenum { LONGEST_RUN = ${most}${kinds.has("word") ? `, LONGEST_WORD = ${longest}` : ""} };\n`;
    yield STRUCTS;
    for (const [array, terms] of this.#known) yield* this.#tables(array, terms);
    yield DECODER;
    if (kinds.has("char") || kinds.has("char_wb") || kinds.has("word") || hasSigma) yield IN_RUNS;
    if (has.lower || has.accents) yield PLACE;
    if (hasSigma) yield SIGMAS;
    if (has.lower) yield lowering(hasSigma);
    if (has.accents) yield STRIPPING;
    yield reading(has.lower, has.accents);
    yield PUSHING;
    if (kinds.has("word")) yield words(CLASSES.word().length, this.#texts.all.length);
    if (kinds.has("char")) yield CHARACTERS;
    if (kinds.has("char_wb")) yield WITHIN_WORDS;
  }

  *#tables(array: string, terms: Terms): Generator<string> {
    const [first, most] = terms.range;
    const runs = runsOf(this.#program, terms, this.#texts);
    const lengths: string[] = [];
    for (let length = 1; length <= most; length++) {
      const own = runs.filter((run) => run.own.length === length).sort(compared);
      lengths.push(own.length === 0 ? "{NULL, NULL, 0}" : `{${array}_runs${length}, ${array}_columns${length}, ${own.length}}`);
      if (own.length === 0) continue;
      yield* numbers(
        `${array}_runs${length}`,
        "int32_t",
        own.flatMap((run) => run.own),
      );
      yield* numbers(
        `${array}_columns${length}`,
        "int32_t",
        own.map(({ column }) => column),
      );
    }
    yield `static const struct runs ${array}_runs[] = {${lengths.join(", ")}};\n`;
    const stops = stopsOf(this.#program, terms)
      .map(this.#texts.number)
      .sort((a, b) => a - b);
    if (stops.length > 0) yield* numbers(`${array}_stops`, "int32_t", stops);
    const small = terms.isLowered ? smallFormsOf(terms.accents === "kept" ? this.#alphabet(terms) : null) : [];
    if (small.length > 0)
      yield* numbers(
        `${array}_capitals`,
        "int32_t",
        small.map(([capital]) => capital),
      );
    if (small.length > 0)
      yield* numbers(
        `${array}_small`,
        "int32_t",
        small.map(([, one]) => one),
      );
    const stripped = terms.accents === "kept" ? [] : this.#stripped(terms);
    if (stripped.length > 0) {
      let start = 0;
      const starts = [0, ...stripped.map(([, parts]) => (start += parts.length))];
      yield* numbers(
        `${array}_accented`,
        "int32_t",
        stripped.map(([code]) => code),
      );
      yield* numbers(`${array}_starts`, "int32_t", starts);
      yield* numbers(
        `${array}_parts`,
        "int32_t",
        stripped.flatMap(([, parts]) => parts),
      );
    }
    const table = (name: string, length: number): string => `${length === 0 ? "NULL" : `${array}_${name}`}`;
    const accents = { kept: 0, unicode: 1, "unicode-composed": 1, ascii: 2 }[terms.accents];
    yield `static const struct terms ${array}_how = {
  ${array}_runs, ${terms.size}, ${first}, ${most}, ${terms.least}, ${table("stops", stops.length)}, ${stops.length},
  ${Number(terms.isLowered)}, ${Number(this.#hasSigma(terms))}, ${table("capitals", small.length)}, ${table("small", small.length)}, ${small.length},
  ${accents}, ${table("accented", stripped.length)}, ${table("starts", stripped.length)}, ${table("parts", stripped.length)}, ${stripped.length}
};
`;
  }

  /** Characters whose parts matter: of two of one kind that no term has, one is as good as the other. */
  #stripped(terms: Terms): ReturnType<typeof strippedForms> {
    const alphabet = this.#alphabet(terms);
    const [word, space] = [inside(CLASSES.word()), inside(CLASSES.space())];
    const kind = (code: number): string =>
      alphabet.has(code) ? `=${code}` : word(code) ? "word" : space(code) ? `space ${code}` : "other";
    const how = terms.accents === "ascii" ? "ascii" : "unicode";
    return strippedForms(how).filter(([code, parts]) => how === "ascii" || parts.length !== 1 || kind(code) !== kind(parts[0] ?? 0));
  }
}

/** Whether a character is in one of some runs. */
function inside(runs: Int32Array): (code: number) => boolean {
  return (code) => {
    let [low, high] = [0, runs.length / 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (code < (runs[2 * middle] ?? 0)) high = middle;
      else if (code > (runs[2 * middle + 1] ?? 0)) low = middle + 1;
      else return true;
    }
    return false;
  };
}

const STRUCTS = `
/* Runs of one length, sorted, and where each is counted. */
struct runs { const int32_t *numbers, *columns; int32_t count; };

/* How the terms of a text are counted: runs of \`first\` to \`most\` words or characters. */
struct terms {
  const struct runs *runs;
  int32_t size, first, most;
  int32_t least; /* characters of a word */
  const int32_t *stops; int32_t stop_count;
  int32_t is_lowered, has_sigma;
  const int32_t *capitals, *small; int32_t capital_count;
  int32_t accents; /* 0: they stay, 1: stripped, 2: only ASCII stays */
  const int32_t *accented, *starts, *parts; int32_t accented_count;
};

/* Where a text is read: the next byte, characters that the last one became, and whether a cased letter was before. */
struct reader { const unsigned char *at; const int32_t *parts; int32_t left; int32_t own[3]; int is_after_cased; };
`;

const DECODER = `
/* The character that begins here and its bytes; 0 at the end, -1 for what is no UTF-8. */
static int32_t code_at(const unsigned char *at, int *size) {
  const int more = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : 1;
  int32_t code;
  *size = 1;
  if (at[0] < 0x80) return at[0];
  if (at[0] < 0xc2 || at[0] > 0xf4) return -1;
  code = at[0] & (0x3f >> more);
  for (int i = 1; i <= more; i++) {
    if ((at[i] & 0xc0) != 0x80) return -1;
    code = code * 64 + (at[i] & 0x3f);
  }
  *size = more + 1;
  if (more == 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) return -1;
  return more == 3 && (code < 0x10000 || code > 0x10ffff) ? -1 : code;
}
`;

const IN_RUNS = `
/* Whether a character is in one of some runs, each of which is its first and its last. */
static int is_in(int32_t code, const int32_t *runs, int32_t count) {
  int32_t low = 0, high = count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    if (code < runs[2 * middle]) high = middle;
    else if (code > runs[2 * middle + 1]) low = middle + 1;
    else return 1;
  }
  return 0;
}
`;

const PLACE = `
/* Place of a number among sorted ones, -1 where it is none of them. */
static int32_t place_of(int32_t number, const int32_t *all, int32_t count) {
  int32_t low = 0, high = count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    if (all[middle] == number) return middle;
    if (all[middle] < number) low = middle + 1;
    else high = middle;
  }
  return -1;
}
`;

const SIGMAS = `
static int is_cased(int32_t code) { return is_in(code, cased_runs, (int32_t)(sizeof cased_runs / sizeof cased_runs[0] / 2)); }
static int is_ignorable(int32_t code) { return is_in(code, ignorable_runs, (int32_t)(sizeof ignorable_runs / sizeof ignorable_runs[0] / 2)); }

/* Whether the next character that counts is a cased letter. */
static int is_before_cased(const unsigned char *at) {
  for (;;) {
    int size;
    const int32_t code = code_at(at, &size);
    if (code <= 0) return 0;
    if (!is_ignorable(code)) return is_cased(code);
    at += size;
  }
}
`;

const lowering = (hasSigma: boolean): string => `
/* A character's small form: of U+0130 the first of two, of a sigma that which its place asks for. */
static int32_t small_form(struct reader *in, int32_t code, const struct terms *how) {
  int32_t small = code;
  if (code == 0x130) {
    small = 'i';
    if (how->accents == 0) {
      in->own[0] = 0x307;
      in->parts = in->own;
      in->left = 1;
    }
  } else if (code == 0x3a3) {
    small = ${hasSigma ? "how->has_sigma && in->is_after_cased && !is_before_cased(in->at) ? 0x3c2 : 0x3c3" : "0x3c3"};
  } else {
    const int32_t place = place_of(code, how->capitals, how->capital_count);
    if (place >= 0) small = how->small[place];
  }
${hasSigma ? "  if (how->has_sigma && !is_ignorable(code)) in->is_after_cased = is_cased(code);\n" : ""}  return small;
}
`;

const STRIPPING = `
/* Characters without accents that one becomes, to be read next; 0 where it stays as it is. */
static int is_stripped(struct reader *in, int32_t code, const struct terms *how) {
  int32_t place;
  if (code >= 0xac00 && code <= 0xd7a3 && how->accents == 1) {
    const int32_t syllable = code - 0xac00;
    in->own[0] = 0x1100 + syllable / 588;
    in->own[1] = 0x1161 + syllable % 588 / 28;
    in->own[2] = 0x11a7 + syllable % 28;
    in->parts = in->own;
    in->left = syllable % 28 == 0 ? 2 : 3;
    return 1;
  }
  place = place_of(code, how->accented, how->accented_count);
  if (place < 0) return how->accents == 2;
  in->parts = how->parts + how->starts[place];
  in->left = how->starts[place + 1] - how->starts[place];
  return 1;
}
`;

const reading = (lowers: boolean, strips: boolean): string => `
/* The next character, as the model reads it; 0 at the end, -1 for what is no UTF-8. */
static int32_t next_code(struct reader *in, const struct terms *how) {
  for (;;) {
    int size;
    int32_t code;
    if (in->left > 0) {
      in->left--;
      return *in->parts++;
    }
    code = code_at(in->at, &size);
    if (code <= 0) return code;
    in->at += size;
${lowers ? "    if (how->is_lowered) code = small_form(in, code, how);\n" : ""}${strips ? "    if (how->accents != 0 && code >= 0x80 && is_stripped(in, code, how)) continue;\n" : ""}${lowers || strips ? "" : "    (void)how;\n"}    return code;
  }
}

static struct reader reader_of(const char *text) {
  struct reader in = {(const unsigned char *)text, NULL, 0, {0, 0, 0}, 0};
  return in;
}
`;

const PUSHING = `
/* Counts a run, if it is a term. */
static void count_run(const int32_t *run, int32_t length, const struct terms *how, double *out) {
  const struct runs *all = &how->runs[length - 1];
  int32_t low = 0, high = all->count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    const int32_t *one = all->numbers + (size_t)middle * (size_t)length;
    int32_t i = 0;
    while (i < length && one[i] == run[i]) i++;
    if (i == length) {
      out[all->columns[middle]] += 1.0;
      return;
    }
    if (one[i] < run[i]) low = middle + 1;
    else high = middle;
  }
}

/* The last words or characters, and one more: counts the runs that end with it. */
struct held { int32_t numbers[LONGEST_RUN]; int32_t count; };

static void push(struct held *last, int32_t number, const struct terms *how, double *out) {
  if (last->count == how->most) memmove(last->numbers, last->numbers + 1, (size_t)(--last->count) * sizeof last->numbers[0]);
  last->numbers[last->count++] = number;
  for (int32_t n = how->first; n <= last->count; n++) count_run(last->numbers + last->count - n, n, how, out);
}

static void set_to_zero(double *out, int32_t size) {
  for (int32_t i = 0; i < size; i++) out[i] = 0.0;
}
`;

const words = (runs: number, texts: number): string => `
/* A character in UTF-8. */
static int put_code(char *to, int32_t code) {
  const int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const int heads[] = {0, 0xc0, 0xe0, 0xf0};
  for (int i = more; i > 0; i--) {
    to[i] = (char)(0x80 | (code & 0x3f));
    code >>= 6;
  }
  to[0] = (char)(heads[more] | code);
  return more + 1;
}

/* Whether a word is left out. */
static int is_left_out(int32_t number, const struct terms *how) {
  int32_t low = 0, high = how->stop_count;
  while (low < high) {
    const int32_t middle = low + (high - low) / 2;
    if (how->stops[middle] == number) return 1;
    if (how->stops[middle] < number) low = middle + 1;
    else high = middle;
  }
  return 0;
}

/* Runs of words; not 0 for what is no UTF-8. A word longer than all that are known is none of them. */
static int count_words(const char *text, const struct terms *how, double *out) {
  struct reader in = reader_of(text);
  struct held last;
  char word[LONGEST_WORD + 5];
  int32_t size = 0, length = 0;
  last.count = 0;
  set_to_zero(out, how->size);
  for (;;) {
    const int32_t code = next_code(&in, how);
    if (code < 0) return 1;
    if (code > 0 && is_in(code, word_runs, ${runs / 2})) {
      length++;
      if (size <= LONGEST_WORD) size += put_code(word + size, code);
      continue;
    }
    if (length >= how->least) {
      int32_t number;
      word[size] = 0;
      number = size > LONGEST_WORD ? -1 : number_of_text(word, model_texts, model_order, ${texts});
      if (!is_left_out(number, how)) push(&last, number, how, out);
    }
    if (code == 0) return 0;
    size = 0;
    length = 0;
  }
}
`;

const SPACE_RUNS = "(int32_t)(sizeof space_runs / sizeof space_runs[0] / 2)";

const CHARACTERS = `
/* Runs of characters, white space that goes on being one blank; not 0 for what is no UTF-8. */
static int count_characters(const char *text, const struct terms *how, double *out) {
  struct reader in = reader_of(text);
  struct held last;
  int32_t space = 0;
  last.count = 0;
  set_to_zero(out, how->size);
  for (;;) {
    const int32_t code = next_code(&in, how);
    if (code < 0) return 1;
    if (code > 0 && is_in(code, space_runs, ${SPACE_RUNS})) {
      space = space == 0 ? code : ' ';
      continue;
    }
    if (space != 0) push(&last, space, how, out);
    space = 0;
    if (code == 0) return 0;
    push(&last, code, how, out);
  }
}
`;

const WITHIN_WORDS = `
/* Runs of characters within words, each between two blanks; a word that is shorter than a run counts once. */
static int count_within_words(const char *text, const struct terms *how, double *out) {
  struct reader in = reader_of(text);
  struct held last;
  last.count = 0;
  set_to_zero(out, how->size);
  for (;;) {
    const int32_t code = next_code(&in, how);
    if (code < 0) return 1;
    if (code > 0 && !is_in(code, space_runs, ${SPACE_RUNS})) {
      if (last.count == 0) push(&last, ' ', how, out);
      push(&last, code, how, out);
      continue;
    }
    if (last.count > 0) {
      push(&last, ' ', how, out);
      if (last.count < how->first) count_run(last.numbers, last.count, how, out);
    }
    last.count = 0;
    if (code == 0) return 0;
  }
}
`;
