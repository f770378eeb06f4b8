# %%
a = 1
name = input("who? ")
print(name, a)
