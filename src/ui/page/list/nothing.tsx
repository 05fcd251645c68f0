import { Empty } from "../parts/empty.tsx";
import { Command } from "../parts/copy.tsx";
import { hashOf } from "../route.ts";
import { usePicture } from "../store/use.ts";
import { plural } from "../words.ts";

/** Why no task is shown: none fits, or there is none. */
export function NothingHere({ path, all }: { path: string; all: number }) {
  const { hello } = usePicture();
  if (all > 0)
    return (
      <Empty title="No task fits">
        <p>
          None of {plural(all, "task")} fits what is asked for. <a href={hashOf(path)}>Show all</a>
        </p>
      </Empty>
    );
  const where = hello?.namespaces ? `namespace ${hello.namespaces.join(", ")}` : "any namespace";
  return (
    <Empty title="No BatchTask yet">
      <p>
        There is none in {where} of {hello?.cluster ?? "this cluster"}. A first one, from your terminal:
      </p>
      <Command text="kubectl batchtask run hello --image busybox:1.36 -- echo Hello" />
      {hello?.namespaces ? (
        <p class="muted">To see all namespaces, start the page with kubectl batchtask ui -A.</p>
      ) : null}
    </Empty>
  );
}
