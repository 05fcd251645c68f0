/** The release of this program, set where it is bundled. */
declare const BATCHTASK_VERSION: string | undefined;

/** The version of this program; from its sources it has none yet. */
export const VERSION = typeof BATCHTASK_VERSION === "string" ? BATCHTASK_VERSION : "0.0.0-source";
