# %%
x = 1

# %%
%%cython
def f(int n):
    return n

# %%
%run other.ipynb
%nosuchmagic 3

# %%
%%R -i x
print(x)
