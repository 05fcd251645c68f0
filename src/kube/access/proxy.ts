import { AccessError } from "../errors.ts";
import { isExempt } from "./no-proxy.ts";
import type { ProxyVariables } from "./proxy-variables.ts";

/**
 * The proxy to a server by the environment, as Go's http.ProxyFromEnvironment finds it; undefined: none.
 * @throws AccessError that names the variable
 */
export function proxyFromVariables(server: string, variables: ProxyVariables = {}): URL | undefined {
  const url = new URL(server);
  const [value, name] =
    url.protocol === "https:" ? [variables.https, "HTTPS_PROXY"] : [variables.http, "HTTP_PROXY"];
  if (!value || isExempt(url, variables.no ?? "")) return undefined;
  try {
    return proxyUrl(/^[a-z][a-z0-9+.-]*:\/\/./i.test(value) ? value : `http://${value}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AccessError(`the variable ${name} names no proxy that can be used: ${reason}`, {
      fix: `Name another one, or put the host of ${server} into NO_PROXY`,
    });
  }
}

/** @throws Error that says what it should be; a password in it is not told */
export function proxyUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error("it is not a URL: write http://HOST:PORT");
  const url = new URL(text);
  if (url.protocol.startsWith("socks"))
    throw new Error(
      `${url.protocol}//${url.host} is a SOCKS proxy, which is not supported: take one that speaks HTTP (http://HOST:PORT)`,
    );
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new Error(`"${url.protocol}" is not supported: write http://HOST:PORT or https://HOST:PORT`);
  return url;
}
