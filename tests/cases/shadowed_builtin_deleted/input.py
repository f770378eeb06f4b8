# %%
list = [3, 1, 2]
sum = 0
for x in list:
    sum += x
print(sum, list)

# %%
del list, sum

# %%
print(list((1, 2)), sum([1, 2]))
