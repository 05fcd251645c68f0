-- One more run of the same spec: any new value of the annotation. A run that goes on ends first.
local os = require("os")
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["batchtask.dev/rerun"] = os.date("!%Y-%m-%dT%H:%M:%SZ")
return obj
