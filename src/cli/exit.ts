/** Exit codes of the contract. */
export const EXIT = { ok: 0, refused: 1, failed: 2 } as const;
