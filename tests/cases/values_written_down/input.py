# %%
folder = "exports"
names = []
limit = 2
for i in range(limit):
    names.append(f"{folder}/{i}")

# %%
total = len(names)
table = {"a": 1}
table["b"] = total
print(names)

# %%
done = True
status = "ok"
rate = 0.5
rate = total * rate
