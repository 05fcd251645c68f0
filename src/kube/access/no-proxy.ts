import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";

interface Target {
  /** Without brackets. */
  host: string;
  port: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * Whether a server is asked without the proxy of the environment, by the rules of Go's net/http
 * (golang.org/x/net/http/httpproxy): one on this machine always, others by NO_PROXY, a list of domains with all below
 * them, addresses, networks, each with a port or none, or `*`.
 */
export function isExempt(server: URL, noProxy: string): boolean {
  const target = {
    host: server.hostname.replaceAll(/^\[|\]$/g, ""),
    port: server.port || (DEFAULT_PORTS[server.protocol] ?? ""),
  };
  if (target.host === "localhost" || LOOPBACK.some((network) => inNetwork(target.host, network))) return true;
  return noProxy.split(",").some((entry) => matches(entry.trim().toLowerCase(), target));
}

const LOOPBACK = ["127.0.0.0/8", "::1/128"];

function matches(entry: string, { host, port }: Target): boolean {
  if (entry === "*") return true;
  if (isNetwork(entry)) return inNetwork(host, entry);
  const named = splitPort(entry);
  if (named.port !== "" && named.port !== port) return false;
  if (isIP(named.host) !== 0) return inNetwork(host, `${named.host}/${isIP(named.host) === 4 ? 32 : 128}`);
  return named.host !== "" && isIP(host) === 0 && inDomain(host, named.host);
}

/** `example.com` is itself and all below it; `.example.com` and `*.example.com` are all below it alone. */
function inDomain(host: string, entry: string): boolean {
  const name = entry.replace(/^\*(?=\.)/, "");
  const domain = domainToASCII(name.replace(/^\./, ""));
  if (domain === "") return false;
  return host.endsWith(`.${domain}`) || (host === domain && !name.startsWith("."));
}

/** host:port, [IPv6]:port, or a host, which may be an IPv6 address with or without brackets. */
function splitPort(entry: string): Target {
  const found = /^(?:\[(?<inner>[^\]]*)\]|(?<plain>[^:]*))(?::(?<port>[^:]*))?$/.exec(entry)?.groups;
  if (!found) return { host: entry, port: "" };
  return { host: found["inner"] ?? found["plain"] ?? "", port: found["port"] ?? "" };
}

function isNetwork(entry: string): boolean {
  const [address = "", prefix = "", ...rest] = entry.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d+$/.test(prefix) && Number(prefix) <= longest;
}

/** False for a host that is no address. */
function inNetwork(host: string, network: string): boolean {
  const [address = "", prefix = ""] = network.split("/");
  if (isIP(host) === 0) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), family(address));
  return list.check(host, family(host));
}

const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 4 ? "ipv4" : "ipv6");
