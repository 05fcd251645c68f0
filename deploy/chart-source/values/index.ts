import { z } from "zod";
import { cluster } from "./cluster.ts";
import { passedThrough, shortName } from "./kubernetes.ts";
import { metrics } from "./metrics.ts";
import { workload } from "./workload.ts";

/** Every value of the chart: the source of values.yaml, values.schema.json and the table of docs. */
export const valuesSchema = z.strictObject({
  nameOverride: shortName().default("").describe("In place of the chart's name in names and labels."),
  fullnameOverride: shortName().default("").describe("In place of the full name of objects."),
  ...workload,
  ...cluster,
  ...metrics,
  global: passedThrough().default({}).describe("Not used; a chart that this one is part of may set it."),
});
