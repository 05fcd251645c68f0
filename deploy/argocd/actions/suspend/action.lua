-- The Job's pods are stopped; resume starts them again.
obj.spec.suspend = true
return obj
