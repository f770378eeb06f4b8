"""The probe: looks at values from inside the process that has them, and changes nothing.

Standard library only, Python 3.8 or newer, imports nothing of nbship: the same files are loaded by
path into the notebook's kernel and into the process of a generated project, and a copy of them
compares values in a project's own tests. A value's portrait is a JSON tree; arrays lie beside it.
"""
