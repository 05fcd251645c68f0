-- The Job's pods are stopped, and no time of a schedule counts; resume starts them again.
obj.spec.suspend = true
return obj
