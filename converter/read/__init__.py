"""Read: path -> Notebook.

Says what the file holds, cell by cell, and refuses what is no Python notebook. Understands nothing.
"""
