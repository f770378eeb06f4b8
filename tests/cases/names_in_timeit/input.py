# %% [markdown]
# ## Use

# %%
import timeit

numbers = [1, 2, 3]
print(timeit.timeit("sum(numbers)", globals={"numbers": numbers}, number=2) >= 0)
