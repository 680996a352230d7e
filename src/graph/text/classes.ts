/** Characters as Python sees them, for languages that have to be told: `\w`, white space, small forms, accents. */
export { SPACE } from "../../models/parts/text/unicode.js";
