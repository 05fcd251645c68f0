import { ApiError } from "../store/api.ts";

/** What went wrong, and what helps. */
export function Failure({ error, title }: { error: Error; title: string }) {
  const hint = error instanceof ApiError ? error.hint : undefined;
  return (
    <div class="failure" role="alert">
      <strong>{title}</strong>
      <p>{error.message}</p>
      {hint ? <p class="muted">{hint}</p> : null}
    </div>
  );
}
