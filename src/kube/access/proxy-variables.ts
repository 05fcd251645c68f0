/** The variables that name proxies, as they are set; undefined or empty: not set. */
export interface ProxyVariables {
  /** HTTP_PROXY: for servers that are asked by http. */
  http?: string | undefined;
  /** HTTPS_PROXY: for those that are asked by https. */
  https?: string | undefined;
  /** NO_PROXY: those that are asked without one. */
  no?: string | undefined;
}

/** The variables in an environment; as for kubectl, those in capitals go before those in small letters. */
export function proxyVariables(env: Readonly<Record<string, string | undefined>>): ProxyVariables {
  return {
    http: env["HTTP_PROXY"] || env["http_proxy"],
    https: env["HTTPS_PROXY"] || env["https_proxy"],
    no: env["NO_PROXY"] || env["no_proxy"],
  };
}
