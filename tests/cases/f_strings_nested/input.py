# %% [markdown]
# ## Define

# %%
width = len("abcdef")
d = {"k": 1.5, "n": {"m": 2}}


def wide(x):
    return f"{x:>{width}}"


# %% [markdown]
# ## Use

# %%
print(f"{d['k']:.2f} {d['n']['m']:03d}")
print(f"{wide(1)}|{wide(d['k'])!r}|{{}}|{width=}")
print(f"{'a' if d else 'b'} {[wide(i) for i in range(2)]} {(lambda v: v * 2)(3)}")
print(f'{"x".join(["1", "2"])}' f"{wide('é')}" "ü{}".format(wide(2)))
