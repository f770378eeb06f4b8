# %% [markdown]
# # 📈 Étude — «été»

# %% [markdown]
# ## 📊 🚀

# %%
a = len("a")

# %% [markdown]
# ## 数据加载

# %%
b = a + 1

# %% [markdown]
# ## !!! ???

# %%
c = b + 1

# %% [markdown]
# ## 3.1 **Données** à `charger` [ici](http://example.com)

# %%
d = c + 1

# %% [markdown]
# ## A heading that is a whole sentence, much longer than a name of a function ought to be, by far

# %%
print(a, b, c, d)
