"""`python -m paperlist`, and the console script."""

import gc

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    # What a command makes lives until it ends: looking for garbage early only costs time.
    gc.set_threshold(100_000, 20, 100)
    from paperlist.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
