# %% [markdown]
# ## Shell

# %%
!echo one
name = "two words"
n = 3
!echo {name} $n {n + 1} $HOME_NOT_THERE end
lines = !printf 'a\nb\n'
print(list(lines), len(lines))

# %%
for i in range(2):
    !echo {i}
out = !echo {name.upper()}
print(out[0])

# %% [markdown]
# ## Later

# %%
!echo "quoted {name}" 'single $n' 100%
