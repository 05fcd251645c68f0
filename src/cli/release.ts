/** The release of this program, set where it is bundled. */
declare const BATCHTASK_VERSION: string | undefined;

const isBundled = typeof BATCHTASK_VERSION === "string";

/** The version of this program; from its sources it has none yet. */
export const VERSION = isBundled ? BATCHTASK_VERSION : "0.0.0-source";

/** The same for people. */
export const VERSION_TEXT = isBundled ? VERSION : `${VERSION} (run from its sources)`;
