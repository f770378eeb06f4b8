# %%
try:
    counter
except NameError:
    counter = 10


def tick():
    global counter
    counter += 1
    return counter


print(tick(), tick())


# %%
class Bag:
    def add(self, value):
        seen.append(value)
        return len(seen)


try:
    print(Bag().add(0))
except NameError as error:
    print("not yet:", error)
seen = []
print(Bag().add(1), Bag().add(2))
