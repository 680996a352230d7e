/** Values of an answer, or of what Python recorded, one after the other. */
export function flatNumbers(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(flatNumbers);
  if (typeof value === "object" && value !== null && "data" in value && ArrayBuffer.isView(value.data))
    return Array.from(value.data as Float64Array); // every typed array has numbers
  return typeof value === "object" && value !== null && "data" in value ? flatNumbers(value.data) : [value];
}
