"""LlamaIndex: a transformation for an ``IngestionPipeline``; it belongs before the splitter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from cleanpress.config import Config, Kind
from cleanpress.extras import need
from cleanpress.integrations.rows import SAFE, maker

_schema = need("llama_index.core.schema", "cleanpress.integrations.llama_index")

_Component: Any = _schema.TransformComponent


class CleanpressTransform(_Component):
    """Gives nodes with their clean text. Metadata stay, and ``cleanpress_<column>`` are added where known.

    What is added is kept out of the text that is embedded and shown to a model. Nodes without text pass as they are.
    """

    columns: tuple[str, ...] = ("paywall", "truncated")
    url_key: str = "url"
    kind: str = "auto"
    config: Config = SAFE

    def __call__(self, nodes: Sequence[Any], **kwargs: Any) -> list[Any]:
        """Clean nodes in order, a new one for each; one that cannot be cleaned keeps its text and says why."""
        make = maker(("text", "error", *self.columns), cast("Kind", self.kind), self.config)
        return [self._clean(node, make) for node in nodes]

    def _clean(self, node: Any, make: Any) -> Any:
        text = node.get_content(metadata_mode=_schema.MetadataMode.NONE)
        if not text:
            return node
        url = node.metadata.get(self.url_key)
        row = make.row(text, url if isinstance(url, str) else None)
        new = node.model_copy(deep=True)
        found = {f"cleanpress_{name}": row[name] for name in (*self.columns, "error") if row[name] is not None}
        if row["text"] is not None:
            new.set_content(row["text"])
        new.metadata = node.metadata | found
        new.excluded_embed_metadata_keys = [*node.excluded_embed_metadata_keys, *found]
        new.excluded_llm_metadata_keys = [*node.excluded_llm_metadata_keys, *found]
        return new
