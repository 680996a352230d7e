/** Bytes of ASCII by name, for the checks of what the child writes. The guest has its own: the host shares no code with it. */
export const NEWLINE = 10;
export const BLANK = 32;
