import { usePicture } from "../store/use.ts";

/** Says that what is shown may be old, why, and what to do. */
export function Notice() {
  const { connection, message } = usePicture();
  if (connection !== "away" && connection !== "lost") return null;
  return (
    <div class="notice" role="alert">
      {connection === "away" ? (
        <>
          <strong>The cluster does not answer.</strong> What you see is the last that was known; the page goes
          on by itself once it does. {message ? <span class="muted">{message}</span> : null}
        </>
      ) : (
        <>
          <strong>kubectl batchtask ui does not answer.</strong> It ends with its terminal. Start it again
          there, and open the address that it prints.
        </>
      )}
    </div>
  );
}
