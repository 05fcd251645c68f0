import { microTime } from "../time.ts";
import { apiVersionOf, type Resource } from "../resource.ts";
import type { KubeObject } from "../object.ts";

/** The part of events.k8s.io/v1 Event that a recorder writes. */
export interface Event extends KubeObject {
  /** MicroTime: RFC 3339 with exactly six decimals. */
  eventTime?: string;
  series?: { count: number; lastObservedTime: string };
  reportingController?: string;
  reportingInstance?: string;
  action?: string;
  reason?: string;
  regarding?: {
    apiVersion?: string;
    kind?: string;
    namespace?: string;
    name?: string;
    uid?: string;
    resourceVersion?: string;
  };
  note?: string;
  type?: EventType;
}

export type EventType = "Normal" | "Warning";

export const events: Resource<Event> = {
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};

/** What a controller has to say about an object. */
export interface EventInput {
  /** With apiVersion, kind, metadata.name and metadata.uid. */
  regarding: KubeObject;
  type: EventType;
  /** Why, in CamelCase, at most 128 characters. */
  reason: string;
  /** What the controller did, in CamelCase, at most 128 characters. */
  action: string;
  /** For people; cut to 1024 bytes. */
  note: string;
}

export interface Reporter {
  /** A qualified name, such as "example.com/my-controller". */
  controller: string;
  /** This process, such as the pod's name; at most 128 characters. */
  instance: string;
}

const longestNote = 1024;
const longestName = 253;

/** The object to create. `id` makes its name unique: at most 63 lower-case letters and digits. */
export function toEvent(input: EventInput, reporter: Reporter, at: { nowMs: number; id: string }): Event {
  const { regarding, type, reason, action, note } = input;
  const { name = "", namespace, uid, resourceVersion } = regarding.metadata ?? {};
  return {
    apiVersion: apiVersionOf(events),
    kind: events.kind,
    metadata: { name: eventName(name, at.id), namespace: namespace ?? "default" },
    eventTime: microTime(at.nowMs),
    reportingController: reporter.controller,
    reportingInstance: reporter.instance.slice(0, 128),
    action,
    reason,
    regarding: {
      ...(regarding.apiVersion && { apiVersion: regarding.apiVersion }),
      ...(regarding.kind && { kind: regarding.kind }),
      ...(namespace && { namespace }),
      ...(resourceVersion && { resourceVersion }),
      ...(uid && { uid }),
      name,
    },
    note: cutToBytes(note, longestNote),
    type,
  };
}

function eventName(regarding: string, id: string): string {
  const room = longestName - id.length - 1;
  return `${regarding.slice(0, room).replace(/[.-]+$/, "")}.${id}`;
}

/** At most `bytes` of UTF-8, never half a character, with an ellipsis where something is missing. */
export function cutToBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const ellipsis = "…";
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes - Buffer.byteLength(ellipsis)));
  return text.slice(0, read) + ellipsis;
}
