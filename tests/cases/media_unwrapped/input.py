# %%
from IPython.display import HTML, Markdown, display

seen = []


def counted(text):
    seen.append(text)
    return text


def table(rows):
    # for the eye
    display(rows)  # the rows
    display(HTML(counted("<b>")))
    return len(rows)


# %%
display(HTML(counted("<i>one</i>")))
display(Markdown("# two"))
for row in ("a", "b"):
    display(row)
    seen.append(row)

# %%
size = table([1, 2])
HTML(counted("<u>three</u>"))

# %%
print(seen, size)
