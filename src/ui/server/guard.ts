import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "./refusal.ts";
import type { Session } from "./session.ts";

/** On every answer: the page loads nothing from elsewhere, runs no script but its own, and stands in no other page's frame. */
export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const NAMES = ["127.0.0.1", "localhost"];

/** Browsers leave the port of HTTP out. */
const hostsOf = (port: number): string[] => [
  ...NAMES.map((name) => `${name}:${port}`),
  ...(port === 80 ? NAMES : []),
];

/** A name that somebody lets point to 127.0.0.1 (DNS rebinding) is no name of ours. @throws Refusal */
export function checkHost({ host = "" }: IncomingHttpHeaders, port: number): void {
  if (!hostsOf(port).includes(host.toLowerCase()))
    throw new Refusal(
      421,
      "this address answers to 127.0.0.1 and localhost alone",
      `Open http://127.0.0.1:${port}; a port that is forwarded has to be ${port} on both sides`,
    );
}

function isForeign({ origin, host = "", "sec-fetch-site": site }: IncomingHttpHeaders): boolean {
  const isOtherOrigin = origin !== undefined && origin !== `http://${host.toLowerCase()}`;
  return isOtherOrigin || (site !== undefined && site !== "same-origin");
}

/**
 * No other site's page may ask, whatever a browser would send along.
 * @param isChange asks for more: a change names where it comes from, and is JSON, which no form can send
 * @throws Refusal
 */
export function checkOrigin(headers: IncomingHttpHeaders, isChange: boolean): void {
  if (isForeign(headers)) throw new Refusal(403, "another site's page may not ask here");
  if (!isChange) return;
  if (headers.origin === undefined)
    throw new Refusal(403, "a change has to say which page it comes from (Origin)");
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json")
    throw new Refusal(415, "a change has to be application/json");
}

const AGAIN = "Open the address that `kubectl batchtask ui` prints; it can be opened once, so start it anew";

const stranger = (): Refusal => new Refusal(401, "this browser has no access to this page", AGAIN);

/** @throws Refusal where the browser has not brought the token */
export function checkKnown({ cookie }: IncomingHttpHeaders, session: Session): void {
  if (!session.knows(cookie)) throw stranger();
}

/** What of the address is behind the path that the page is under. @throws Refusal for anything beside it */
export function pathWithin(url: string, base: string): string {
  if (!url.startsWith(base)) throw stranger();
  return url.slice(base.length - 1);
}
