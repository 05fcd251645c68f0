import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Network } from "../plan/network.ts";
import { type Environment, runOrThrow } from "../util/run.ts";
import { which } from "../util/tools.ts";

/** One certificate: its file name, its subject, and for a server the names it answers to. */
interface Certificate {
  readonly file: string;
  readonly subject: string;
  readonly names?: readonly string[];
}

/** Name of the real node. */
export const NODE_NAME = "node-0";

/** The certificates of a cluster, all signed by its own authority. */
function certificatesOf(network: Network): Certificate[] {
  const service = "kubernetes.default.svc.cluster.local".split(".");
  const names = service.map((_, index) => `DNS:${service.slice(0, index + 1).join(".")}`);
  const addresses = ["127.0.0.1", network.address, network.kubernetesService];
  return [
    {
      file: "apiserver",
      subject: "/CN=kube-apiserver",
      names: ["DNS:localhost", ...names, ...new Set(addresses.map((address) => `IP:${address}`))],
    },
    { file: "apiserver-kubelet-client", subject: "/O=system:masters/CN=kube-apiserver-kubelet-client" },
    { file: "admin", subject: "/O=system:masters/CN=admin" },
    { file: "kube-controller-manager", subject: "/CN=system:kube-controller-manager" },
    { file: "kube-scheduler", subject: "/CN=system:kube-scheduler" },
    { file: "kwok", subject: "/O=system:masters/CN=kwok" },
    ...(network.link === undefined
      ? []
      : [
          {
            file: "kubelet-server",
            subject: `/O=system:nodes/CN=system:node:${NODE_NAME}`,
            names: [`DNS:${NODE_NAME}`, `IP:${network.address}`],
          },
          { file: "kubelet", subject: `/O=system:nodes/CN=system:node:${NODE_NAME}` },
          { file: "kube-proxy", subject: "/CN=system:kube-proxy" },
          { file: "coredns", subject: "/CN=system:coredns" },
        ]),
  ];
}

/** Makes the authority, every certificate and the key pair of ServiceAccount tokens. */
export async function makeCertificates(
  folder: string,
  network: Network,
  environment: Environment,
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const openssl = which("openssl", environment) ?? "openssl";
  const call = async (...args: string[]): Promise<void> => {
    await runOrThrow([openssl, ...args], { environment, cwd: folder, timeoutMs: 20_000 });
  };
  const authority = ["-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"];
  await call(
    "req",
    "-x509",
    ...key("ca"),
    "-subj",
    "/CN=batchtask-test-ca",
    "-days",
    "3650",
    ...authority,
    "-out",
    "ca.crt",
  );
  const sign = async ({ file, subject, names }: Certificate): Promise<void> => {
    writeFileSync(join(folder, `${file}.ext`), extensions(names));
    await call("req", "-new", ...key(file), "-subj", subject, "-out", `${file}.csr`);
    const authority = [
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-set_serial",
      `0x${randomBytes(8).toString("hex")}`,
    ];
    await call(
      "x509",
      "-req",
      "-in",
      `${file}.csr`,
      ...authority,
      "-days",
      "3650",
      "-extfile",
      `${file}.ext`,
      "-out",
      `${file}.crt`,
    );
  };
  await Promise.all(certificatesOf(network).map(sign));
  writeServiceAccountKeys(folder);
}

function extensions(names: readonly string[] | undefined): string {
  const usage = names === undefined ? "clientAuth" : "serverAuth,clientAuth";
  const lines = ["keyUsage=critical,digitalSignature", `extendedKeyUsage=${usage}`];
  if (names !== undefined) lines.push(`subjectAltName=${names.join(",")}`);
  return `${lines.join("\n")}\n`;
}

function writeServiceAccountKeys(folder: string): void {
  const { publicKey, privateKey } = generateKeyPairSync("ec", {
    namedCurve: "prime256v1",
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "sec1", format: "pem" },
  });
  writeFileSync(join(folder, "service-account.key"), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, "service-account.pub"), publicKey);
}

/** Options of `openssl req` for a new key on P-256. */
function key(file: string): string[] {
  const curve = "ec_paramgen_curve:prime256v1";
  return ["-newkey", "ec", "-pkeyopt", curve, "-nodes", "-keyout", `${file}.key`];
}
