# %% [markdown]
# ## Define

# %%
version = "1"


class Config:
    version = "2"
    names = [n.upper() for n in ("a", "b")]

    class Inner:
        depth = 2

    def show(self):
        return version, self.version, self.Inner.depth


# %% [markdown]
# ## Use

# %%
config = Config()
print(config.show(), Config.names, version)
