# %%
import os
import shutil
import threading
import time
from pathlib import Path

path = Path("a.txt")
path.write_text("hello")


def work():
    time.sleep(0.05)
    done.append(1)


done = []
thread = threading.Thread(target=work)
thread.start()

# %%
thread.join()

# %%
path.rename("b.txt")

# %%
os.rename("b.txt", "c.txt")
shutil.copy("c.txt", "d.txt")
Path("d.txt").replace("e.txt")

# %%
os.path.join("a", "b")

# %%
"a-b".replace("-", "+")

# %%
print(done, sorted(each.name for each in Path(".").glob("?.txt")))
with open("c.txt", "r+") as file:
    file.truncate(2)
print(Path("c.txt").read_text())
