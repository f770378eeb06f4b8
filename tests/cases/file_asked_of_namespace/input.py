# %%
if "__file__" in globals():
    place = "script"
else:
    place = "notebook"

# %%
print(place, globals().get("__file__"), "__file__" not in dir())
