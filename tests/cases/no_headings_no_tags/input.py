# %%
import json
import random

# %%
SEED = 4
random.seed(SEED)

# %%
open("made.json", "w").write(json.dumps([1, 2, 3]))
rows = json.load(open("made.json"))

# %%
def clean(xs):
    return [x for x in xs if x > 1]


cleaned = clean(rows)

# %%
pick = random.choice(cleaned)
print(pick, random.random())
