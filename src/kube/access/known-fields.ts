import { isRecord } from "../json.ts";
import { IMPERSONATION_FIELDS } from "./impersonation.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What is honoured of a kubeconfig's user (tools/clientcmd/api/v1/types.go in client-go). */
const USER = new Set<string>([
  "client-certificate",
  "client-certificate-data",
  "client-key",
  "client-key-data",
  "token",
  "tokenFile",
  "username",
  "password",
  "auth-provider",
  "exec",
  "extensions",
  ...IMPERSONATION_FIELDS,
]);

/** The same of a cluster. Answers are never asked for compressed, so there is nothing to disable. */
const CLUSTER = new Set([
  "server",
  "tls-server-name",
  "insecure-skip-tls-verify",
  "certificate-authority",
  "certificate-authority-data",
  "disable-compression",
  "proxy-url",
  "extensions",
]);

/** Providers that client-node knows. */
const PROVIDERS = new Set<unknown>(["azure", "gcp", "oidc", "exec"]);

/**
 * What of a kubeconfig's user and cluster can't be honoured, in a few words; undefined: all can. To pass it over could
 * be to act with other rights than meant, or through another way.
 */
export function unhonoured(user: Fields, cluster: Fields): string | undefined {
  const [field] = Object.keys(user).filter((key) => !USER.has(key));
  if (field !== undefined) return `a user with "${field}": not supported`;
  const provider = user["auth-provider"];
  if (isRecord(provider) && !isKnown(provider))
    return `a user with the auth-provider "${String(provider["name"])}": not supported`;
  const [way] = Object.keys(cluster).filter((key) => !CLUSTER.has(key));
  return way === undefined ? undefined : `a cluster with "${way}": not supported`;
}

function isKnown({ name, config }: Fields): boolean {
  const has = isRecord(config) ? config : {};
  return PROVIDERS.has(name) || has["exec"] !== undefined || has["tokenFile"] !== undefined;
}
