"""What cleanpress knows, as data (TOML), and the code that loads and compiles it."""
