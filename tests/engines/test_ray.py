"""Ray Data with two actors on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from cleanpress import ConfigError
from tests.engines.documents import POISON, address, document, expected
from tests.known import ROOT

pytestmark = pytest.mark.engines
ROWS = 400


@pytest.fixture(scope="session")
def ray() -> Iterator[Any]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO"] = "0"
    import ray

    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    ray.shutdown()  # the example of the docs may have left one running
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR",
             _node_ip_address="127.0.0.1", runtime_env={"env_vars": {"PYTHONPATH": paths}})  # fmt: skip
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


def table() -> pa.Table:
    documents = [*map(document, range(ROWS - len(POISON))), *POISON]
    return pa.table({"id": list(range(ROWS)), "html": documents, "url": list(map(address, range(ROWS)))})


def test_rows_are_those_of_the_kernel(ray: Any) -> None:
    from cleanpress.integrations.ray import clean_dataset

    done = clean_dataset(ray.data.from_arrow(table()), "html", url="url", actors=2).to_arrow_refs()
    rows = sorted((row for ref in done for row in ray.get(ref).to_pylist()), key=lambda row: row["id"])
    assert [row["id"] for row in rows] == list(range(ROWS))
    for row in rows:
        want = expected(row["html"], row["url"])
        assert {name: row[name] for name in want} == want, row["id"]


def test_the_actor_class_works_as_it_is(ray: Any) -> None:
    from cleanpress.integrations.ray import CleanBatch

    data = ray.data.from_items([{"body": document(1)}, {"body": None}])
    done = data.map_batches(CleanBatch, fn_constructor_args=("body",), batch_format="pyarrow", concurrency=1,
                            fn_constructor_kwargs={"columns": ("text",), "prefix": "clean_"}).take_all()  # fmt: skip
    assert sorted(map(str, (row["clean_text"] for row in done))) == sorted([str(expected(document(1))["text"]), "None"])


def test_what_is_wrong_is_said(ray: Any) -> None:
    from cleanpress.integrations.ray import CleanBatch, clean_dataset

    with pytest.raises(TypeError, match=r"needs a ray.data.Dataset, not Table"):
        clean_dataset(table(), "html")
    with pytest.raises(ConfigError, match="did you mean 'paywall'"):
        CleanBatch("html", columns=("paywal",))
    with pytest.raises(Exception, match="holds int64, not text or bytes"):
        clean_dataset(ray.data.from_arrow(table().slice(0, 4)), "id").materialize()
