# %% [markdown]
# ## Search

# %%
scores = [3, 4]
for score in [each for each in scores if each > 8]:
    winner = score

# %% [markdown]
# ## Report

# %%
if scores[0] > 8:
    print("won by", winner)
try:
    del score
except NameError:
    print("nothing to clear")
