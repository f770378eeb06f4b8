# %%
%time total = sum(range(10))

# %%
%%time
squares = [x * x for x in range(3)]
print(squares)

# %%
%timeit -n 1 sum(range(10))

# %%
%%timeit -n 1 -r 1
never = 1

# %%
%time print(total)
