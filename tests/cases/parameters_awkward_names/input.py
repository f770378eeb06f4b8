# %% tags=["parameters"]
schema = "public"
copy = True
json = "x.json"
model_config = "small"
_hidden = 3
model_fields = 2
Größe = 1
dict_ = 4

# %% [markdown]
# ## Use

# %%
print(schema, copy, json, model_config, _hidden, model_fields, Größe, dict_)
