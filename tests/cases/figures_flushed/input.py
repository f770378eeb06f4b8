# %% [markdown]
# ## Draw

# %%
import matplotlib.pyplot as plt

plt.plot([1, 2], [3, 4])
plt.title("one")
print(plt.get_fignums(), len(plt.gca().lines))

# %%
print(plt.get_fignums())
plt.plot([1, 2])
print(len(plt.gca().lines))
plt.show()

# %%
fig, ax = plt.subplots()
ax.set_title("kept")
ax.plot([1])

# %% [markdown]
# ## Again

# %%
ax.plot([2])
print(len(ax.lines), ax.get_title(), plt.get_fignums())
