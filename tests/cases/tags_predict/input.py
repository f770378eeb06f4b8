# %% tags=["train"]
rows = [1, 2, 3]
mean = sum(rows) / len(rows)

# %% tags=["predict"]
def predict(xs):
    """Distance of each from the mean."""
    return [x - mean for x in xs]


# %% tags=["report"]
print(predict([4, 5]))
