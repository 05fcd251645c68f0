/** What the shapes mean. */
export function Legend() {
  return (
    <ul class="legend" aria-label="What the shapes mean" tabIndex={-1}>
      <Item kind="ok" text="succeeded" />
      <Item kind="failed" text="failed" />
      <Item kind="running open" text="running" />
      <Item kind="refused" text="refused by a policy" />
      <li>
        <span class="sample">
          <span class="wait" />
        </span>
        waiting
      </li>
      <li>
        <span class="sample">
          <span class="startup" />
        </span>
        starting up
      </li>
      <li>
        <span class="sample">
          <span class="ahead" />
        </span>
        next time
      </li>
    </ul>
  );
}

function Item({ kind, text }: { kind: string; text: string }) {
  return (
    <li>
      <span class={`sample run ${kind}`}>
        <span class="bar" />
      </span>
      {text}
    </li>
  );
}
