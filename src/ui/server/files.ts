import type { IncomingMessage, ServerResponse } from "node:http";
import { checkKnown } from "./guard.ts";
import { Refusal } from "./refusal.ts";
import { setCookie } from "./session.ts";
import type { World } from "./world.ts";

/** The page's own files; the token of the address becomes a cookie, and leaves the address. */
export function answerFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  const { assets, touch } = world;
  const { method, url = "", headers } = request;
  if (method !== "GET") throw new Refusal(405, "this address takes GET alone");
  const [path = "", search = ""] = url.split("?", 2);
  const token = path === "/" ? new URLSearchParams(search).get("token") : null;
  if (token !== null) return exchange(world, token, { request, response });
  checkKnown(headers, world.session);
  const asset = assets.get(path);
  if (!asset) throw new Refusal(404, "there is nothing at this address");
  if (isLoadedElsewhere(headers["sec-fetch-site"], path))
    throw new Refusal(403, "another site may not load this");
  touch();
  response.setHeader("content-type", asset.type);
  response.writeHead(200).end(asset.body);
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/** Whoever has the cookie already, as after a look into the history, is let in by the old address, too. */
function exchange(world: World, token: string, { request, response }: Exchange): void {
  const { session, port, base, touch } = world;
  const cookie = session.exchange(token);
  if (cookie === undefined) checkKnown(request.headers, session);
  else response.setHeader("set-cookie", setCookie(port, cookie, base));
  touch();
  response.writeHead(303, { location: base }).end();
}

/** A link to the page may stand anywhere; what it is made of is the page's alone. */
const isLoadedElsewhere = (site: string | string[] | undefined, path: string): boolean =>
  path !== "/" && site !== undefined && site !== "same-origin" && site !== "none";
