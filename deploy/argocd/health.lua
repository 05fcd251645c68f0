-- Health of a BatchTask, in the order in which Flux and Helm look at it (kstatus).
local status = obj.status or {}
local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function holds(type)
  return conditions[type] ~= nil and conditions[type].status == "True"
end

local function health(name)
  local ready = conditions["Ready"] or { reason = "Pending", message = "" }
  return { status = name, message = ready.reason .. ": " .. ready.message }
end

if status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "Waiting for the operator to see this version" }
end
if holds("Reconciling") then
  return health("Progressing")
end
if holds("Stalled") then
  return health("Degraded")
end
if status.phase == "Suspended" or (status.schedule or {}).suspended then
  return health("Suspended")
end
-- On a schedule Ready goes on; Argo CD's own health of a CronJob tells how the latest run has ended.
if status.schedule ~= nil and holds("Finished") and not holds("Complete") then
  return health("Degraded")
end
if holds("Ready") then
  return health("Healthy")
end
return health("Progressing")
