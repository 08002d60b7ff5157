"""Evidence about blocks: what their words, their shape and their markup say. Nothing here decides."""
