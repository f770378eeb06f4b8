# %%
summary = {}
log = []
count = 0


def summarise(name, values):
    global summary
    # what was seen so far
    summary[name] = sum(values) / len(values)
    return summary[name]


def bump():
    global count, log
    count += 1
    log.append(count)


def outer():
    summary = "own"

    def inner():
        global summary
        return summary

    return inner(), summary


# %%
print(summarise("a", [1, 2, 3]))
bump()
print(summary, count, log)
print(outer())

# %%
global summary
summary = {"new": 0}
print(summarise("b", [5]), summary)
