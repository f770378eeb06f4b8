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

# %%
import IPython.display as ipd
from IPython.display import Markdown as md
from IPython.display import YouTubeVideo

YouTubeVideo("dQw4w9WgXcQ", width=400)

# %%
display(md(f"**{size}** rows"))
ipd.display(ipd.Markdown("*two*"))
size += 1

# %%
md("{} rows".format(size))

# %%
ipd.Markdown(counted("rock"))

# %%
print(size, seen)
