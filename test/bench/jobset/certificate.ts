import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../cluster/util/run.ts";
import { which } from "../../cluster/util/tools.ts";

/** Makes a certificate for loopback, signed by itself, as tls.crt and tls.key in the folder; resolves with its PEM. */
export async function makeCertificate(folder: string, environment: Environment): Promise<string> {
  const openssl = which("openssl", environment) ?? "openssl";
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "tls.key"];
  const subject = ["-subj", "/CN=jobset-webhook", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "30"];
  await runOrThrow([openssl, "req", "-x509", ...key, ...subject, "-out", "tls.crt"], {
    environment,
    cwd: folder,
    timeoutMs: 20_000,
  });
  return readFileSync(join(folder, "tls.crt"), "utf8");
}
