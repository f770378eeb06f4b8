"""Parse: Notebook -> Program.

Turns cells into Python with their trees, tags into marks, Markdown into headings. Decides nothing.
"""
