# %% [markdown]
# ## Define

# %%
def main(n=2):
    print("main", n)
    return n


# %% [markdown]
# ## Run

# %%
if __name__ == "__main__":
    code = main()
    print("code", code)

# %% [markdown]
# ## After

# %%
print(code + 1)
