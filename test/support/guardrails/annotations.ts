import { type Case, template } from "./case.ts";
import { refused } from "./names.ts";

const annotated = (annotations: object) => ({ template: template({}, {}, { annotations }) });
const withAnnotations = (annotations: object) => ({ template: { metadata: { annotations } } });
const ruled = refused("annotations", {
  annotations: {
    required: ["owner", "zone"],
    values: { owner: ["https://example.com/*"], mesh: ["on"] },
    inject: { zone: "a b", mesh: "off" },
  },
});
const OWNER = "https://example.com/team\nand more";

export const ANNOTATIONS: Case[] = [
  {
    ...ruled("inside", "by a pattern, over lines", annotated({ owner: OWNER, mesh: "z" })),
    applied: withAnnotations({ owner: OWNER, zone: "a b", mesh: "off" }),
  },
  ruled("absent", "", {}, [
    "spec.template.metadata.annotations[owner] is absent, and policy POLICY asks for it: add the annotation to the template",
  ]),
  ruled("above", "an empty value is none", annotated({ owner: "" }), [
    "spec.template.metadata.annotations[owner] is empty, and policy POLICY asks for a value: give the annotation one",
  ]),
  ruled("above", "another value", annotated({ owner: "me" }), [
    "spec.template.metadata.annotations[owner] is me, and policy POLICY allows https://example.com/*: give the annotation one of these values",
  ]),
];

const LONG = `{\n  "note": "${"for a mesh, ".repeat(30)}"\n}`;
const noting = refused("annotations", { annotations: { inject: { "example.com/note": LONG, on: "yes" } } });
ANNOTATIONS.push(
  {
    ...noting("absent", "what is injected, over lines", {}),
    applied: withAnnotations({ "example.com/note": LONG, on: "yes" }),
  },
  {
    ...noting("other", "beside the author's own", annotated({ on: "a\nb", mine: "c" })),
    applied: withAnnotations({ "example.com/note": LONG, on: "yes", mine: "c" }),
  },
);
