# %%
%%bash
for i in 1 2; do
  echo "line $i"
done

# %%
%%bash --out listing
echo kept

# %% [markdown]
# ## Use

# %%
print(listing.strip())
