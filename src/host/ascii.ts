/** Bytes of ASCII by name, for the checks of what the child writes. The guest has its own: the host shares no code with it. */
export const NEWLINE = 10;
export const BLANK = 32;
export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
export const OPEN_LIST = 91;
export const BACKSLASH = 92;
export const CLOSE_LIST = 93;
export const LETTER_U = 117;
export const OPEN_OBJECT = 123;
export const CLOSE_OBJECT = 125;
