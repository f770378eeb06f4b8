"""One peer of the serving benchmark: trains the same model in its own environment, and serves it.

Run by `serving.py` with the peer's own Python: `serving_peers.py train|NAME KIND FOLDER PORT`.
The row asked is the same for all; MLflow wants it in its own envelope.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

FIELDS = [f"f{i}" for i in range(8)]


def train(kind: str, folder: Path) -> None:
    """Nothing; the model in MLflow's form and as a joblib file."""
    import joblib
    import numpy as np
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rng = np.random.default_rng(7)
    df = pd.DataFrame(rng.normal(size=(4000, 8)), columns=FIELDS)
    noise = rng.normal(0, 0.5, len(df))
    y = (df["f0"] + df["f1"] * df["f2"] - df["f3"] + noise > 0).astype(int)
    last = RandomForestClassifier(100, random_state=7) if kind == "forest" else LogisticRegression()
    model = make_pipeline(StandardScaler(), last).fit(df, y)
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    try:
        import mlflow.sklearn
    except ImportError:
        return
    mlflow.sklearn.save_model(
        model, folder / "mlflow", input_example=df.head(2), serialization_format="cloudpickle"
    )


def fastapi(folder: Path, port: int) -> None:
    """The plain service that everybody writes first: a pydantic model, a DataFrame, predict."""
    code = f"""
import joblib, pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel

class Row(BaseModel):
{chr(10).join(f"    {name}: float" for name in FIELDS)}

model = joblib.load({str(folder / "model.joblib")!r})
app = FastAPI()

@app.post("/predict")
def predict(row: Row) -> dict[str, list[int]]:
    return {{"predictions": model.predict(pd.DataFrame([row.model_dump()])).tolist()}}
"""
    (folder / "fastapi_service.py").write_text(code)
    os.chdir(folder)
    uvicorn = str(Path(sys.executable).parent / "uvicorn")
    os.execv(uvicorn, [uvicorn, "fastapi_service:app", "--port", str(port), "--no-access-log"])


def litserve(folder: Path, port: int) -> None:
    """LitServe with batching: up to 64 rows, waiting 2 ms."""
    code = f"""
import joblib, litserve, pandas as pd

class Api(litserve.LitAPI):
    def setup(self, device):
        self.model = joblib.load({str(folder / "model.joblib")!r})

    def decode_request(self, request):
        return request

    def batch(self, inputs):
        return pd.DataFrame(inputs)

    def predict(self, frame):
        return self.model.predict(frame).tolist()

    def unbatch(self, output):
        return output

    def encode_response(self, output):
        return {{"predictions": [output]}}

if __name__ == "__main__":
    api = Api(max_batch_size=64, batch_timeout=0.002, api_path="/predict")
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=1)
    server.run(port={port}, num_api_servers=1, log_level="warning", generate_client_file=False)
"""
    (folder / "litserve_service.py").write_text(code)
    os.chdir(folder)
    os.execv(sys.executable, [sys.executable, "litserve_service.py"])


def bentoml(folder: Path, port: int) -> None:
    """BentoML with batching."""
    code = f"""
import bentoml, joblib, pandas as pd
from pydantic import BaseModel

class Row(BaseModel):
{chr(10).join(f"    {name}: float" for name in FIELDS)}

@bentoml.service(workers=1, traffic={{"max_concurrency": 1024}}, metrics={{"enabled": True}})
class Model:
    def __init__(self):
        self.model = joblib.load({str(folder / "model.joblib")!r})
        self.scorer = self

    @bentoml.api(batchable=True, max_batch_size=64, max_latency_ms=10000)
    def predict(self, rows: list[Row]) -> list[int]:
        return self.model.predict(pd.DataFrame([row.model_dump() for row in rows])).tolist()
"""
    (folder / "bento_service.py").write_text(code)
    os.chdir(folder)
    bin = Path(sys.executable).parent
    os.execv(
        bin / "bentoml",
        ["bentoml", "serve", "bento_service:Model", "--port", str(port), "--host", "127.0.0.1"],
    )


def mlflow(folder: Path, port: int) -> None:
    """`mlflow models serve`, one worker."""
    bin = Path(sys.executable).parent
    os.environ["PATH"] = f"{bin}{os.pathsep}{os.environ['PATH']}"
    words = f"mlflow models serve -m {folder / 'mlflow'} --env-manager local -w 1 -p {port}"
    os.execv(bin / "mlflow", words.split())


if __name__ == "__main__":
    what, kind, place, *more = sys.argv[1:]
    if what == "train":
        train(kind, Path(place))
    else:
        globals()[what](Path(place), int(more[0]))
