/** Bytes of ASCII that texts in this house are written and read with, by name: JSON, UBJSON, LightGBM's model text. */
export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const BLANK = 32;
export const QUOTE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const POINT = 46;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const EQUALS = 61;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const LETTER_U = 117;
export const OPEN_DICT = 123;
export const CLOSE_DICT = 125;

/** White space of JSON. */
export const isBlank = (byte: number | undefined): boolean => byte === BLANK || byte === NEWLINE || byte === RETURN || byte === TAB;

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;
