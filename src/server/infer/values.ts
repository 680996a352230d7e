/** A value of an answer as JSON: integers exact however long; what JSON has no number for is null, as MLServer and MLflow write it. */
export function valueText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return "null";
  return JSON.stringify(value) ?? "null";
}
