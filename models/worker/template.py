"""A chat model's own template: what stands around the data that it is shown."""

from typing import Final

import llama_cpp as llama
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from models.prompts import plain_prompt
from models.worker.engine import Engine

PLACE: Final = "{the thread stands here}"


def around(engine: Engine, told: str) -> str:
    """The prompt with ``told`` as its instructions and PLACE where the thread comes. It is
    tokenized with special tokens, the thread without: no client's text can close its turn. Not
    every template knows a system's message, and some are none."""
    system = {"role": "system", "content": told}
    whole = {"role": "user", "content": f"{told}\n\n{PLACE}"}
    bos = _word(engine, llama.llama_vocab_bos(engine.vocab))
    eos = _word(engine, llama.llama_vocab_eos(engine.vocab))
    template = engine.meta("tokenizer.chat_template")
    for messages in ([system, {"role": "user", "content": PLACE}], [whole]) if template else ():
        try:
            write = Jinja2ChatFormatter(template=template, bos_token=bos, eos_token=eos)
            frame = str(write(messages=messages, enable_thinking=False).prompt)
        except Exception:  # whatever a template of somebody's does
            continue
        if frame.count(PLACE) == 1 and told in frame:
            return frame
    begins = bos if llama.llama_vocab_get_add_bos(engine.vocab) else ""
    return begins + plain_prompt(told, PLACE)


def _word(engine: Engine, token: int) -> str:
    text = llama.llama_vocab_get_text(engine.vocab, token) if token >= 0 else None
    return text.decode(errors="replace") if text else ""
