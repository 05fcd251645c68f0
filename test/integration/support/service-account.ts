import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { Cluster } from "../../cluster/index.ts";
import { eventually } from "./eventually.ts";

/** A ServiceAccount, and a verb and a resource (`list`, `jobs.batch`) that it has the right to. */
export interface Account {
  namespace: string;
  name: string;
  right: readonly [string, string];
}

const kubeconfigSchema = z.looseObject({ users: z.tuple([z.looseObject({ name: z.string() })]) });

/** The cluster's kubeconfig with the token of a ServiceAccount, once its rights are in force: JSON. */
export async function kubeconfigOf(
  cluster: Pick<Cluster, "kubectl" | "kubeconfig">,
  { namespace, name, right }: Account,
): Promise<string> {
  const as = `--as=system:serviceaccount:${namespace}:${name}`;
  await eventually(
    () => cluster.kubectl(["auth", "can-i", ...right, "--all-namespaces", as]),
    ({ code }) => code === 0,
  );
  const token = await cluster.kubectl(["create", "token", name, "--namespace", namespace, "--duration=24h"]);
  if (token.code !== 0) throw new Error(token.stderr);
  const { users, ...rest } = kubeconfigSchema.parse(parse(await readFile(cluster.kubeconfig, "utf8")));
  return JSON.stringify({
    ...rest,
    users: [{ name: users[0].name, user: { token: token.stdout.trim() } }],
  });
}
