/**
 * Every model, by its Python name. In its place the build writes each with the rows of what it refuses of X
 * (`scripts/build/page-models.mjs`); here they have none, and are held to the strictest rule.
 */
export * from "../models/index.js";
