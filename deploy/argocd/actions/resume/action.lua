-- False, and not absent: Argo CD finds no difference in either where Git leaves the field out.
local schedule = (obj.spec.runs or {}).schedule
if schedule and schedule.suspend then
  schedule.suspend = false
end
if obj.spec.suspend or not schedule then
  obj.spec.suspend = false
end
return obj
