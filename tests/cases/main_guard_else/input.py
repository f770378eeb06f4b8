# %%
if "__main__" == __name__:
    where = "notebook"
else:
    where = "module"
print(where)

# %%
if __name__ != "__main__":
    print("imported")
if __name__ == "__main__" and where:
    print("both")
