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

/** A change has to be meant. @throws Refusal */
export async function checkConfirmed(request: IncomingMessage): Promise<void> {
  const body = await jsonBody(request);
  const isConfirmed =
    typeof body === "object" && body !== null && "confirmed" in body && body.confirmed === true;
  if (!isConfirmed) throw new Refusal(400, 'a change has to be confirmed: send {"confirmed": true}');
}
