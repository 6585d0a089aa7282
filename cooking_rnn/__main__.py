"""Makes `python -m cooking_rnn` the same as `cook`."""

from cooking_rnn.cli import main

if __name__ == "__main__":
    main()
