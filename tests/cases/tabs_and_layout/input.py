# %% [markdown]
# ## Layout

# %%
def f(x):
	if x:
		return "tab"
	return 'none'

a = 1; b = 2; print(a); c = a + \
    b
if a: d = 3; e = 4
for i in range(2): print(i); print(-i)
class Empty: pass
print(f(1), f(0), c, d, e, Empty.__name__)

# %% [markdown]
# ## Indents

# %%
if True:
   x = [
1,
        2,
   ]
   y = {"a":
1}
print(x, y); z = 5; z
