# %%
xs = [3, 1, 2]
squares = (x * x for x in xs)
pairs = zip(xs, "abc")
texts = map(str, xs)


def doubled():
    for x in xs:
        yield 2 * x


twice = doubled()
kept = iter(xs)

# %%
sum(squares)

# %%
list(pairs)

# %%
", ".join(texts)

# %%
1 in twice, sorted(xs)

# %%
[x for x in kept if x > 1]

# %%
pairs

# %%
type(pairs), xs

# %%
sorted(xs)

# %%
print(list(squares), list(pairs), list(texts), list(twice), list(kept))
