import { metaTime, microTime } from "../time.ts";
import { apiVersionOf, type Resource } from "../resource.ts";
import type { KubeObject } from "../object.ts";
import { eventName } from "./event-name.ts";

/**
 * The part of core/v1 Event that a recorder writes. events.k8s.io/v1 has the same objects, but takes no `lastTimestamp`
 * (ValidateEventCreate in Kubernetes' pkg/apis/core/validation), by which `kubectl describe` sorts.
 */
export interface Event extends KubeObject {
  involvedObject: {
    apiVersion?: string;
    kind?: string;
    namespace?: string;
    name?: string;
    uid?: string;
    resourceVersion?: string;
  };
  type: EventType;
  reason: string;
  action: string;
  message: string;
  /** MicroTime: RFC 3339 with exactly six decimals. */
  eventTime: string;
  /** RFC 3339, whole seconds. */
  firstTimestamp: string;
  /** RFC 3339, whole seconds. */
  lastTimestamp: string;
  /** Occurrences from the first to the last timestamp. */
  count: number;
  source: { component: string };
  reportingComponent: string;
  reportingInstance: string;
}

export type EventType = "Normal" | "Warning";

export const events: Resource<Event> = {
  group: "",
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
  /** When what it tells of happened, in milliseconds since the epoch. Default: when it is recorded. */
  at?: number | undefined;
}

export interface Reporter {
  /** A qualified name, such as "example.com/my-controller". */
  controller: string;
  /** This process, such as the pod's name; at most 128 characters. */
  instance: string;
}

/** What tells an event from all others. */
export interface Stamp {
  /** Milliseconds since the epoch. */
  nowMs: number;
  /** How many events this process has made before. */
  nth: number;
  /** Lower-case letters and digits, of which the last eight are unlike another process'. */
  id: string;
}

const longestNote = 1024;

/** The object to create. Throws a RangeError for a time that is none. */
export function toEvent(input: EventInput, reporter: Reporter, { nowMs, nth, id }: Stamp): Event {
  const { regarding, type, reason, action, note, at: ms = nowMs } = input;
  const { name = "", namespace, uid, resourceVersion } = regarding.metadata ?? {};
  return {
    apiVersion: apiVersionOf(events),
    kind: events.kind,
    metadata: { name: eventName(name, { ms, nth, id }), namespace: namespace ?? "default" },
    involvedObject: {
      ...(regarding.apiVersion && { apiVersion: regarding.apiVersion }),
      ...(regarding.kind && { kind: regarding.kind }),
      ...(namespace && { namespace }),
      ...(resourceVersion && { resourceVersion }),
      ...(uid && { uid }),
      name,
    },
    type,
    reason,
    action,
    message: cutToBytes(note, longestNote),
    eventTime: microTime(ms),
    firstTimestamp: metaTime(ms),
    lastTimestamp: metaTime(ms),
    count: 1,
    source: { component: reporter.controller },
    reportingComponent: reporter.controller,
    reportingInstance: reporter.instance.slice(0, 128),
  };
}

/** At most `bytes` of UTF-8, never half a character, with an ellipsis where something is missing. */
export function cutToBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const ellipsis = "…";
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes - Buffer.byteLength(ellipsis)));
  return text.slice(0, read) + ellipsis;
}
