-- False, and not absent: Argo CD finds no difference in either where Git leaves the field out.
obj.spec.suspend = false
return obj
