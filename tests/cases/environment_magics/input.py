# %%
%env DEMO_COLOUR=blue
import os

print(os.environ["DEMO_COLOUR"])
shade = %env DEMO_COLOUR
print(shade)

# %%
os.makedirs("deep", exist_ok=True)
%cd -q deep
print(os.path.basename(os.getcwd()))
here = %pwd
%cd -q ..
print(os.path.basename(here))
del here
