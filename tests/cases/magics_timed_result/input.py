# %%
t = %timeit -n 1 -r 1 -o sum(range(3))

# %%
x = 1
%%time
y = 2
