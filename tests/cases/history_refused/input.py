# %%
1 + 1

# %%
print(_, Out[1])
