# %% [markdown]
# # Churn

# %% tags=["parameters"]
SEED: int = 7
FEATURES = ["age", "visits"]
THRESH = 0.5

# %% [markdown]
# ## Load

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(SEED)
df = pd.DataFrame({"age": rng.integers(20, 60, 40), "visits": rng.integers(0, 9, 40)})
df["churn"] = (df["visits"] < 4).astype(int)
df.head()

# %% [markdown]
# ## Features


# %%
def clean(d):
    return d[FEATURES].fillna(0)


scaler = StandardScaler()
X = scaler.fit_transform(clean(df))

# %% [markdown]
# ## Train

# %%
model = LogisticRegression()
model.fit(X, df["churn"])
accuracy = model.score(X, df["churn"])
print(f"accuracy {accuracy:.3f}")

# %% tags=["predict"]
def predict(rows):
    p = model.predict_proba(scaler.transform(clean(pd.DataFrame(rows))))[:, 1]
    return [{"p": round(float(x), 4), "churn": bool(x > THRESH)} for x in p]


# %% [markdown]
# ## Try

# %%
predict([{"age": 30, "visits": 1}, {"age": 50, "visits": 8}])
