"""LangChain: a document transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cleanpress.config import Config, Kind
from cleanpress.extras import need
from cleanpress.integrations.rows import maker

_Transformer: Any = need("langchain_core.documents", "cleanpress.integrations.langchain").BaseDocumentTransformer


class CleanpressTransformer(_Transformer):
    """Gives documents with their clean text. Metadata stay, and ``cleanpress_<column>`` are added where known.

    Only plain values by default (vector stores refuse others). ``url_key`` is the metadata's key of the address.
    """

    def __init__(
        self,
        *,
        columns: Sequence[str] = ("paywall", "truncated"),
        url_key: str = "source",
        kind: Kind = "auto",
        config: Config | None = None,
    ) -> None:
        """Choose what goes into the metadata, and the options."""
        self._columns, self._url = tuple(columns), url_key
        self._maker = maker(("text", "error", *columns), kind, config)

    def transform_documents(self, documents: Sequence[Any], **kwargs: Any) -> list[Any]:
        """Clean documents in order, a new one for each; one that cannot be cleaned keeps its text and says why."""
        return [self._clean(document) for document in documents]

    def _clean(self, document: Any) -> Any:
        url = document.metadata.get(self._url)
        row = self._maker.row(document.page_content, url if isinstance(url, str) else None)
        found = {f"cleanpress_{name}": row[name] for name in (*self._columns, "error") if row[name] is not None}
        text = document.page_content if row["text"] is None else row["text"]
        return document.model_copy(update={"page_content": text, "metadata": document.metadata | found})
