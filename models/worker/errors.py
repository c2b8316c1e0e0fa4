"""What goes wrong between us and llama.cpp."""


class EngineError(Exception):
    """llama.cpp refused; the text is its own."""


class TooLongError(EngineError):
    """More tokens than the context holds."""

    def __init__(self, tokens: int, context: int) -> None:
        super().__init__(f"{tokens} tokens, the context is {context}")


class TooSlowError(EngineError):
    """There was no time for all of a prompt; what was read of it is kept."""

    def __init__(self, read: int, tokens: int) -> None:
        super().__init__(f"{read} of {tokens} tokens in the time there was")


class StoppedError(EngineError):
    """Something that matters more came meanwhile."""

    def __init__(self) -> None:
        super().__init__("stopped for another request")
