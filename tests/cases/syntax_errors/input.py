# %%
x = 1

# %%
y = (x
print(y)

# %%
print "python 2"

# %%
for i in range(3)
    pass
