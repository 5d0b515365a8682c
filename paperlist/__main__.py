"""The start of the program, for `python -m paperlist` and for the command `paperlist`."""

import gc

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    # The objects that a command makes live until it ends, so early garbage collection only costs
    # time.
    gc.set_threshold(100_000, 20, 100)
    from paperlist.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
