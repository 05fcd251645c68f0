import { useEffect, useState } from "preact/hooks";
import type { Detail, Row } from "../../model/wire.ts";
import { Empty } from "../parts/empty.tsx";
import { Failure } from "../parts/failure.tsx";
import { Status } from "../parts/status.tsx";
import { hashOf } from "../route.ts";
import { ApiError, getTask } from "../store/api.ts";
import { useLoaded, useNow, usePicture } from "../store/use.ts";
import { needsSomebody } from "../words.ts";
import { Actions } from "./actions.tsx";
import { Changes } from "./changes.tsx";
import { Log } from "./log.tsx";
import { Next } from "./next.tsx";
import { Pods } from "./pods.tsx";
import { Runs } from "./runs.tsx";
import { Sections } from "./sections.tsx";

/** Pods, their containers and events change without the task: so often they are read again, in milliseconds. */
const FRESH_MS = { going: 15_000, resting: 60_000 };

/** Changes with the task, and as time goes by. */
function versionOf(row: Row | undefined, now: number): string {
  const freshMs = row?.run && row.run.ended === undefined ? FRESH_MS.going : FRESH_MS.resting;
  return `${row?.uid} ${row?.resourceVersion} ${Math.floor(now / freshMs)}`;
}

interface Props {
  readonly namespace: string;
  readonly name: string;
}

/** What `explain` says of one task, and what can be done about it. */
export function Task({ namespace, name }: Props) {
  const { rows, whole } = usePicture();
  const row = rows.list.find((row) => row.namespace === namespace && row.name === name);
  const [asked, again] = useState(0);
  const now = useNow(5_000);
  const version = `${versionOf(row, now)} ${asked}`;
  const { value, error } = useLoaded(`${namespace}/${name}`, version, (signal) =>
    getTask(namespace, name, signal),
  );
  const isGone = error instanceof ApiError && error.status === 404;
  if (isGone && whole) return <Gone namespace={namespace} name={name} />;
  return (
    <article class="task" aria-label={`Task ${name}`}>
      <nav class="crumbs" aria-label="Where this is">
        <a href="#/">Timeline</a>
        <span aria-hidden="true">/</span>
        <a href={hashOf("list", { namespace })}>{namespace}</a>
      </nav>
      <div class="title">
        <h1>{name}</h1>
        {row && <Status row={row} />}
        {value && <Actions detail={value} done={() => again((times) => times + 1)} />}
      </div>
      {error && <Failure error={error} title="This task could not be read" />}
      {value && <Parts detail={value} namespace={namespace} name={name} />}
      {(value ?? error) ? null : <p class="muted">Reading …</p>}
    </article>
  );
}

function Parts({ detail, namespace, name }: Props & { detail: Detail }) {
  const now = useNow();
  return (
    <>
      <Sections sections={detail.sections} bad={needsSomebody(detail.row)} />
      <Next next={detail.next} />
      <Changes changes={detail.guardrails} />
      <Runs runs={detail.runs} now={now} />
      <Pods pods={detail.pods} unread={detail.podsUnread} />
      <Log namespace={namespace} name={name} pods={detail.pods} unread={detail.podsUnread} />
      <details class="panel yaml">
        <summary>
          <h2>YAML</h2>
        </summary>
        <pre tabIndex={0} aria-label="YAML of the task">
          {detail.yaml}
        </pre>
      </details>
    </>
  );
}

function Gone({ namespace, name }: Props) {
  useEffect(() => {
    // What had the focus is gone with the task.
    if (document.activeElement === document.body) document.querySelector("main")?.focus();
  }, []);
  return (
    <Empty title={`${name} is not there`}>
      <p>
        Namespace {namespace} has no BatchTask of this name: it was deleted, or the address is wrong.{" "}
        <a href={hashOf("list", { namespace })}>Show what {namespace} has</a>
      </p>
    </Empty>
  );
}
