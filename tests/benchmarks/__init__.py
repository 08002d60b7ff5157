"""What cleanpress removes, keeps and costs, measured, beside other extractors; ``python -m tests.benchmarks``."""
