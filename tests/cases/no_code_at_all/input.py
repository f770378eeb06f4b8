# %% [markdown]
# # Only words

# %%
# a comment
