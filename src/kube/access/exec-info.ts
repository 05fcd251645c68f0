import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isRecord } from "../json.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Where a cluster's own configuration for exec plugins stands among its extensions (tools/clientcmd/api in client-go). */
const EXTENSION = "client.authentication.k8s.io/exec";

/**
 * What an exec plugin is told in KUBERNETES_EXEC_INFO, as client-go tells it (plugin/pkg/client/auth/exec): of the
 * cluster only where it asks for it by provideClusterInfo. Nobody can be asked anything here: it is not interactive.
 * @param folder that of the kubeconfig, to which its paths are relative
 * @throws the error of reading the certificate authority's file
 */
export async function execInfo(exec: Fields, cluster: Fields, folder: string): Promise<string> {
  const spec = {
    interactive: false,
    ...(exec["provideClusterInfo"] === true && { cluster: await clusterInfo(cluster, folder) }),
  };
  return JSON.stringify({ kind: "ExecCredential", apiVersion: exec["apiVersion"], spec });
}

async function clusterInfo(cluster: Fields, folder: string): Promise<Fields> {
  const shown = ["server", "tls-server-name", "insecure-skip-tls-verify", "disable-compression"];
  const authority = await authorityOf(cluster, folder);
  const config = configOf(cluster["extensions"]);
  return {
    ...Object.fromEntries(Object.entries(cluster).filter(([field]) => shown.includes(field))),
    ...(authority !== undefined && { "certificate-authority-data": authority }),
    ...(config !== undefined && { config }),
  };
}

async function authorityOf(cluster: Fields, folder: string): Promise<unknown> {
  const file = cluster["certificate-authority"];
  if (cluster["certificate-authority-data"] !== undefined || typeof file !== "string")
    return cluster["certificate-authority-data"];
  return (await readFile(resolve(folder, file))).toString("base64");
}

function configOf(extensions: unknown): unknown {
  const all: unknown[] = Array.isArray(extensions) ? extensions : [];
  return all.filter(isRecord).find(({ name }) => name === EXTENSION)?.["extension"];
}
