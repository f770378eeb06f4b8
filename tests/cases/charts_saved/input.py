# %%
import plotly.express as px
import plotly.graph_objects as go

rows = {"x": [1, 2, 3], "y": [2, 4, 9]}

# %%
fig = px.line(rows, x="x", y="y")
fig.update_layout(height=300)
fig.show()

# %%
def card(title, value):
    # one number
    f = go.Figure(go.Indicator(mode="number", value=value, title={"text": title}))
    f.show()


for name in ("x", "y"):
    card(name, sum(rows[name]))

# %%
px.bar(rows, x="x", y="y")

# %%
fig
