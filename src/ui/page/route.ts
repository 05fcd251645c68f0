/** What the page shows, as its address says behind the #: everything that a reload must bring back. */
export type Route =
  | { readonly view: "timeline" | "list"; readonly query: Query }
  | { readonly view: "task"; readonly namespace: string; readonly name: string; readonly query: Query }
  | { readonly view: "policies" | "schedules"; readonly query: Query };

export type Query = Readonly<Record<string, string>>;

/** The route of a hash such as `#/list?phase=Failed`; the timeline for what is none. */
export function routeOf(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#/, "").split("?");
  const query = Object.fromEntries(new URLSearchParams(search));
  const [view, namespace, name] = path.split("/").filter(Boolean).map(decoded);
  if (view === "task" && namespace && name) return { view, namespace, name, query };
  if (view === "list" || view === "policies" || view === "schedules") return { view, query };
  return { view: "timeline", query };
}

/** A part of a path; what is no escape is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The hash of a view, without empty parts of its query. */
export function hashOf(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const text = search.toString();
  return `#/${path}${text ? `?${text}` : ""}`;
}

export function taskHash(namespace: string, name: string): string {
  return hashOf(`task/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`);
}
