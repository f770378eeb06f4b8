# %% tags=["parameters"]
api_key = "k1-not-for-files"
db_password = "hunter2"
url = "http://localhost"

# %% [markdown]
# ## Use

# %%
header = {"Authorization": "Bearer " + api_key}
print(len(header["Authorization"]), url, db_password.upper() != "")
header = len(header)
