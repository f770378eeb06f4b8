# %% [markdown]
# ## Größen

# %%
größe = len("äöü")
π = 3.14  # ≈ 22/7
名前 = "名前"


def fläche(r): return "é" * größe, π * r ** 2; 


# %% [markdown]
# ## Ausgabe

# %%
print("ä", fläche(1), "ö", fläche(2), 名前); print("🎉", fläche(3))
