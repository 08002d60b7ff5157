"""Many documents: read from anywhere, cleaned in several processes, written once each, whatever happens in between.

The flow: ``inputs`` lists what the user named, ``reading`` (``streams``, ``warc``, ``tables``) makes records of it,
``pool`` has them cleaned by ``worker``, ``sinks`` writes, ``state`` remembers what is written, ``run`` binds it all.
"""
