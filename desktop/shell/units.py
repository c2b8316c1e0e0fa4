"""Positions in a text: Qt counts UTF-16 units, Python characters."""


def unit(text: str, character: int) -> int:
    """Where Qt has the place before that character."""
    return len(text[:character].encode("utf-16-le", "surrogatepass")) // 2


def character(text: str, unit: int) -> int:
    """Where Python has a place of Qt's."""
    head = text[:unit]
    if len(head) == unit and (not head or max(head) <= "\uffff"):
        return unit
    at = 0
    for i, letter in enumerate(text):
        if at >= unit:
            return i
        at += 2 if letter > "\uffff" else 1
    return len(text)
