import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

/** The longest body that a change has, in bytes. */
export const LONGEST_BODY = 4_096;

/** The JSON of a request. @throws Refusal where it is too long, or none */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  request.setEncoding("latin1");
  // Not destroyed where it is too long: the answer has to arrive.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.length > LONGEST_BODY) throw new Refusal(413, `the body is longer than ${LONGEST_BODY} bytes`);
  }
  try {
    return JSON.parse(Buffer.from(text, "latin1").toString("utf8"));
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
}

/** A change has to be meant. @returns the UID of the task that it is meant for. @throws Refusal */
export async function confirmedUID(request: IncomingMessage): Promise<string> {
  const body = await jsonBody(request);
  const said = typeof body === "object" && body !== null ? new Map(Object.entries(body)) : undefined;
  const uid: unknown = said?.get("uid");
  if (said?.get("confirmed") !== true || typeof uid !== "string")
    throw new Refusal(400, 'a change has to be confirmed: send {"confirmed": true, "uid": "…"}');
  return uid;
}
