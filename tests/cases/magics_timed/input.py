# %%
%time total = sum(range(10))

# %%
%%time
squares = [x * x for x in range(3)]
print(squares)

# %%
%timeit -n 1 sum(range(10))
t = %timeit -n 1 -r 1 -o sum(range(3))
%%timeit

# %%
%time print(total)
