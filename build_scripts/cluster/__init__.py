"""The same tasks on other machines: Dask's scheduler gives them out, children of its workers do them.

Comes in: functions, contexts and tasks, as for `packaging/pool`. Goes out: their results in order, and the files the
tasks wrote, where they were to be written. Refuses to know: what the tasks are. The program is the same everywhere, or
nothing is begun; so who did a task, and how often it was begun, makes no difference to a byte.
"""
