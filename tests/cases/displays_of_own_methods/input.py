# %%
class Dog:
    def __init__(self, name):
        self.name, self.n, self.looked = name, 0, []

    def describe(self):
        print("I am", self.name)

    def count(self):
        self.n += 1
        return self.n

    def union(self, other):
        self.name += other.name

    @property
    def title(self):
        print("asked for its title")
        return self.name.title()

    def __getitem__(self, i):
        self.looked.append(i)
        return i


rex, bello = Dog("rex"), Dog("bello")

# %%
rex.describe()

# %%
rex.count()
rex.union(bello)

# %%
[rex.count() for _ in range(2)]

# %%
rex.title

# %%
rex[3]

# %%
rex["a"] == 1

# %%
print(rex.n, rex.name, rex.looked)
