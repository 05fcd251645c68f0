import { z } from "zod";

/** Why a run starts. */
export const triggerSchema = z.enum(["Created", "SpecChanged", "Rerun"]);

export type Trigger = z.output<typeof triggerSchema>;
