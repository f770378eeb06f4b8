# %% [markdown]
# ## Prepare

# %%
load_ext autoreload

# %%
matplotlib inline

# %%
mkdir -p made

# %%
cd -q made

# %%
with open("note.txt", "w") as file:
    file.write("one\n")

# %%
cat note.txt

# %%
cd -q ..

# %% [markdown]
# ## Names that are bound

# %%
ls, l = 7, 2

# %%
ls -l

# %%
print(ls - l)
