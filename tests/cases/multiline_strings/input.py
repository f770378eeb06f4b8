# %% [markdown]
# ## Texts

# %%
query = """
SELECT *
  FROM t
WHERE a = 'x' \
AND b
"""
if query:
    inner = '''one
two
    three'''
raw = r"""\d
\n"""
data = b"""x
y"""


def helper():
    """Doc.

    More.
    """
    return """a
b"""


# %% [markdown]
# ## Use

# %%
name = "n"
print(query, inner, raw, data, helper(), helper.__doc__)
print(f"""{name}
  {name!r:>5}
end""")
print("tail  \
  joined", "a" "b"
      "c")
