-- Actions that make sense for a BatchTask as it is.
local finished = false
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  if condition.type == "Finished" and condition.status == "True" then
    finished = true
  end
end

local schedule = (obj.spec.runs or {}).schedule
local actions = {}
actions["rerun"] = { ["iconClass"] = "fa fa-fw fa-redo", ["displayName"] = "Run again" }
if obj.spec.suspend or (schedule and schedule.suspend) then
  actions["resume"] = { ["iconClass"] = "fa fa-fw fa-play" }
elseif schedule or not finished then
  actions["suspend"] = { ["iconClass"] = "fa fa-fw fa-pause" }
end
return actions
