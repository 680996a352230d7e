/** The sklearn whose layout is written: what is migrated becomes what this version would have stored. */
export const TARGET_SKLEARN = "1.9.1";
