"""LangChain and LlamaIndex: documents in, documents out, their metadata kept."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cleanpress.integrations import rows as making
from tests.batches import HTML, text_of
from tests.engines.documents import WALL, expected

pytestmark = pytest.mark.engines
SOURCES = [HTML, text_of(1), "", WALL]


def test_langchain_documents_keep_what_they_have() -> None:
    from langchain_core.documents import Document

    from cleanpress.integrations.langchain import CleanpressTransformer

    documents = [Document(s, id=str(i), metadata={"source": "a.html", "n": i}) for i, s in enumerate(SOURCES)]
    done = CleanpressTransformer().transform_documents(documents)
    for number, (old, new) in enumerate(zip(documents, done, strict=True)):
        assert new.page_content == expected(SOURCES[number])["text"]
        assert (new.id, new.metadata["source"], new.metadata["n"]) == (str(number), "a.html", number)
        assert old.page_content == SOURCES[number], "the given ones stay as they were"
        assert all(isinstance(value, str | int | bool) for value in new.metadata.values())
    assert done[3].metadata["cleanpress_paywall"] == "subscribers"
    again = asyncio.run(CleanpressTransformer().atransform_documents(documents))
    assert again == done


def test_llama_index_nodes_keep_what_they_have() -> None:
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.schema import Document, MetadataMode

    from cleanpress.integrations.llama_index import CleanpressTransform

    nodes = [Document(text=s, id_=str(i), metadata={"url": f"https://post.example/{i}"}) for i, s in enumerate(SOURCES)]
    done = IngestionPipeline(transformations=[CleanpressTransform(columns=("paywall", "removed"))]).run(documents=nodes)
    assert [node.id_ for node in done] == ["0", "1", "2", "3"]
    for number, node in enumerate(done):
        assert node.get_content() == expected(SOURCES[number])["text"]
        assert node.metadata["url"] == f"https://post.example/{number}"
        assert nodes[number].text == SOURCES[number], "the given ones stay as they were"
    assert done[3].metadata["cleanpress_paywall"] == "subscribers"
    shown = done[1].get_content(MetadataMode.EMBED) + done[1].get_content(MetadataMode.LLM)
    assert "Support us" in str(done[1].metadata["cleanpress_removed"])
    assert "Support us" not in shown, "what was removed must not come back through the metadata"


def test_a_document_that_cannot_be_cleaned_keeps_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain_core.documents import Document
    from llama_index.core.schema import Document as Node

    from cleanpress.integrations.langchain import CleanpressTransformer
    from cleanpress.integrations.llama_index import CleanpressTransform

    def faulty(*sources: Any, **options: Any) -> Any:
        raise RecursionError("too deep")

    monkeypatch.setattr(making, "clean_batch", faulty)
    document = CleanpressTransformer().transform_documents([Document("some text")])[0]
    node = CleanpressTransform()([Node(text="some text")])[0]
    assert (document.page_content, node.get_content()) == ("some text", "some text")
    assert "too deep" in document.metadata["cleanpress_error"]
    assert "too deep" in node.metadata["cleanpress_error"]
