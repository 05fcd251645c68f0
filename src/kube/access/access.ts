import type { Headers } from "./impersonation.ts";

/** What TLS needs; PEM text. */
export interface TlsMaterial {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  passphrase?: string | undefined;
  /** False only where a kubeconfig says `insecure-skip-tls-verify`. */
  rejectUnauthorized?: boolean | undefined;
  servername?: string | undefined;
}

/** How one cluster is reached. All methods answer from a cache of at most 60 s and reject with an AccessError. */
export interface ClusterAccess {
  /** The API server's URL, without a trailing slash. */
  readonly server: string;
  /** Where this comes from, for messages: "in-cluster ServiceAccount", "context x of /path". */
  readonly describe: string;
  /** The namespace that is meant where none is named. */
  readonly namespace?: string | undefined;
  tls(): Promise<TlsMaterial>;
  /** The Authorization header's value, if any; `force` (after a 401) reads it anew. */
  authorization(force: boolean): Promise<string | undefined>;
  /** The headers by which the caller acts as somebody else; absent or undefined: as himself. */
  impersonation?(): Promise<Headers | undefined>;
}
