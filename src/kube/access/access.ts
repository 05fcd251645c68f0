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

/** Who one is to the API server, as it was read at one moment. */
export interface Credentials {
  readonly tls: TlsMaterial;
  /** The Authorization header's value, if any. */
  readonly authorization?: string | undefined;
  /** The headers by which the caller acts as somebody else; undefined: as himself. */
  readonly impersonation?: Headers | undefined;
}

/** Names in a kubeconfig. */
export interface AccessNames {
  readonly context?: string | undefined;
  readonly cluster: string;
  readonly user: string;
}

/** How one cluster is reached. */
export interface ClusterAccess {
  /** The API server's URL, without a trailing slash. */
  readonly server: string;
  /** The proxy that leads there, with its name and password; undefined: none. */
  readonly proxy?: URL | undefined;
  /** Where this comes from, for messages: "in-cluster ServiceAccount", "context x of /path". */
  readonly describe: string;
  /** What the kubeconfig calls it; absent: there is none. */
  readonly names?: AccessNames;
  /** The namespace that is meant where none is named. */
  readonly namespace?: string | undefined;
  /**
   * From a cache of at most 60 s. Rejects with an AccessError.
   * @param refused those that the API server has answered with a 401: they are read anew, once for all who bring them
   */
  credentials(refused?: Credentials): Promise<Credentials>;
}
