/**
 * Compares two resourceVersions: negative if `a` is older, 0 if equal, positive if newer. Kubernetes promises
 * from 1.35 on that versions of one resource are decimal numbers that can be compared (KEP-5504), and every
 * API server backed by etcd did so before. They may exceed 2^53, hence no `Number`.
 * A version that is no decimal number counts as the oldest, so that it is always replaced.
 */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  return sign(toNumber(a), toNumber(b));
}

function toNumber(version: string | undefined): bigint {
  return version !== undefined && /^\d{1,20}$/.test(version) ? BigInt(version) : -1n;
}

function sign(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
