import { getCACertificates } from "node:tls";
import { type Dispatcher, Pool, ProxyAgent } from "undici";
import type { TlsMaterial } from "../access/access.ts";

interface Connect extends TlsMaterial {
  /** TCP and TLS handshake, ms; and the proxy's answer to CONNECT. */
  timeout: number;
}

/**
 * Sends all requests through a proxy: those to an https server by a tunnel (CONNECT) whose inside the proxy can't read,
 * those to an http server as they are.
 * @param connect of the server; a proxy that is asked by https may have a certificate of the same authority, or of one
 *   that Node.js trusts, and never sees the client's
 */
export function createProxyAgent(proxy: URL, connect: Connect, options: Pool.Options): Dispatcher {
  const { timeout, ca, rejectUnauthorized } = connect;
  return new ProxyAgent({
    ...options,
    uri: proxy.href,
    requestTls: { ...connect, allowH2: false },
    proxyTls: {
      timeout,
      allowH2: false,
      ...(ca !== undefined && { ca: [...getCACertificates(), ca] }),
      ...(rejectUnauthorized !== undefined && { rejectUnauthorized }),
    },
    // Without it a proxy that does not answer would be waited for by undici's own five minutes.
    clientFactory: (origin, own) => new Pool(origin, { ...own, headersTimeout: timeout }),
    factory: (origin, own) => new Pool(origin, Object.assign({}, options, own)),
  });
}
