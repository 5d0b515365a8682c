"""`python -m paperlist`, and the console script."""

from paperlist.cli.app import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
