import type { Results } from "./results.js";

export function digits(value: number): string;
export function markdown(results: Results): string;
