import { run } from "../../cluster/util/run.ts";

export interface Kubectl {
  path: string;
  kubeconfig: string;
  namespace: string;
}

/** The tasks of which `kubectl wait` says at once that a condition is met. */
export async function metAtOnce(kubectl: Kubectl, condition: string, names: string[]): Promise<string[]> {
  const { path, kubeconfig, namespace } = kubectl;
  const where = ["--kubeconfig", kubeconfig, "--namespace", namespace];
  const wait = ["wait", `--for=${condition}`, "--timeout=0"];
  const { stdout } = await run([path, ...where, ...wait, ...names.map((name) => `batchtask/${name}`)], {
    environment: process.env,
  });
  return [...stdout.matchAll(/^batchtask\.batchtask\.dev\/(\S+) condition met$/gm)].map(
    ([, name = ""]) => name,
  );
}
