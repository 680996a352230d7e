/** Text between and in tags, for XML and HTML. What a terminal would obey is escaped before; two characters are left that XML forbids. */
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const NO_XML = /[\ufffe\uffff]/g;

/** Escaped shown text. It may stand in an attribute, too. */
export const marked = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c).replace(NO_XML, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
