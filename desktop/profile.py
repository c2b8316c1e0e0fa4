"""One operator's data on this machine: a folder with the log, files, settings, and its secrets."""

import json
import locale
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from platformdirs import user_data_path

from core.domain import secret_names
from core.domain.problems import Problem, ProblemError, unwritable
from core.ports import Secrets
from desktop.viewmodels.settings import DEFAULTS, KEPT, SECRETS

if TYPE_CHECKING:
    from core.channels.telegram.session import TelegramSettings
    from core.channels.whatsapp.settings import WhatsAppSettings
    from core.crm.tryton import TrytonSettings


def default_folder() -> Path:
    """Where the profile lies when none is named."""
    return user_data_path("Threadline", appauthor=False)


def local_zone() -> str:
    """The IANA name of this machine's zone, ``UTC`` where it does not say."""
    link = Path("/etc/localtime")
    named = os.environ.get("TZ", "").lstrip(":") or (
        link.resolve().as_posix().partition("zoneinfo/")[2] if link.exists() else ""
    )
    try:
        return ZoneInfo(named).key if named else "UTC"
    except (KeyError, ValueError, OSError):  # no such zone, a path, a folder
        return "UTC"


def _from_environment(key: str) -> str | None:
    return os.environ.get("THREADLINE_" + key.upper().replace(".", "_"))


class _EnvironmentFirst:
    """Secrets by the names that channels ask for; what the environment says stands over them."""

    def __init__(self, kept: Secrets, name_of: Callable[[str], str]) -> None:
        self._kept = kept
        self._name_of = name_of

    def get(self, key: str) -> str | None:
        """The secret, or None."""
        for setting in SECRETS:
            said = _from_environment(setting)
            if said is not None and self._name_of(setting) == key:
                return said
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a secret."""
        self._kept.set(key, value)

    def delete(self, key: str) -> None:
        """Forget a secret."""
        self._kept.delete(key)


class Profile:
    """Settings are strings by id. ``THREADLINE_TELEGRAM_HOST`` in the environment stands over
    ``telegram.host`` of the file, and so for every other id, secrets included."""

    def __init__(self, folder: Path, secrets: Secrets) -> None:
        self.folder = folder
        self.secrets: Secrets = _EnvironmentFirst(secrets, self.secret_name)
        self._file = folder / "settings.json"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProblemError(unwritable(error, folder)) from error
        self._values = self._load()

    @property
    def database(self) -> Path:
        """The event log."""
        return self.folder / "threadline.db"

    @property
    def media(self) -> Path:
        """Files of messages, by the name of their content."""
        return self.folder / "media"

    @property
    def models(self) -> Path:
        """Models that were got."""
        return self.folder / "models"

    @property
    def language(self) -> str:
        """``ru`` or ``en``: as chosen, else as the system speaks."""
        chosen = self.get("language")
        if chosen in ("ru", "en"):
            return chosen
        return "ru" if (locale.getlocale()[0] or "").lower().startswith("ru") else "en"

    def _load(self) -> dict[str, str]:
        if not self._file.exists():
            return {}
        try:
            loaded = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            problem = Problem("settings-unreadable", {"path": str(self._file)})
            raise ProblemError(problem) from error
        return {str(k): str(v) for k, v in loaded.items()} if isinstance(loaded, dict) else {}

    def get(self, key: str) -> str:
        """A setting or a secret; '' where there is none."""
        from_environment = _from_environment(key)
        if from_environment is not None:
            return from_environment
        if key in SECRETS:
            return self.secrets.get(self.secret_name(key)) or ""
        return self._values.get(key) or DEFAULTS.get(key, "")

    def all(self) -> dict[str, str]:
        """Every setting; a secret that is kept comes as ``KEPT``."""
        shown = {key: self.get(key) for key in DEFAULTS}
        return shown | {key: KEPT if self.get(key) else "" for key in SECRETS}

    def save(self, changed: Mapping[str, str]) -> None:
        """Keep what was changed. Raises ProblemError where it cannot be kept: nothing changes."""
        values = self._values | {k: v for k, v in changed.items() if k not in SECRETS}
        part = self._file.with_name(f"{self._file.name}.part")
        try:
            with part.open("w", encoding="utf-8") as out:
                json.dump(values, out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            part.replace(self._file)
        except OSError as error:
            raise ProblemError(unwritable(error, self._file)) from error
        self._values = values
        for key in SECRETS:
            value = changed.get(key)
            if value and value != KEPT:
                self.secrets.set(self.secret_name(key), value)
            elif value == "":
                self.secrets.delete(self.secret_name(key))

    def secret_name(self, key: str) -> str:
        """The name that a secret setting has among the secrets."""
        number = self.get("whatsapp.phone_id")
        match key:
            case "whatsapp.token":
                return secret_names.whatsapp(number, "access_token")
            case "whatsapp.app_secret":
                return secret_names.whatsapp(number, "app_secret")
            case "whatsapp.verify_token":
                return secret_names.whatsapp(number, "verify_token")
            case "crm.token":
                get = self.get
                return secret_names.tryton(get("crm.url"), get("crm.database"), get("crm.login"))
            case _:
                return key

    def telegram(self) -> "TelegramSettings | None":
        """How to connect to Telegram; None until api_id and api_hash are entered."""
        if not self._number("telegram.api_id") or not self.get("telegram.api_hash"):
            return None
        return self.telegram_server()

    def telegram_server(self) -> "TelegramSettings":
        """The same, whether the application has keys of its own or not."""
        from core.channels.telegram.groups import read_choice
        from core.channels.telegram.proxies.links import read_proxies
        from core.channels.telegram.session import TelegramSettings

        on = self.get("telegram.proxied") == "on"
        return TelegramSettings(
            api_id=self._number("telegram.api_id"),
            api_hash=self.get("telegram.api_hash"),
            proxies=tuple(read_proxies(self.get("telegram.proxies"))[0]) if on else (),
            host=self.get("telegram.host"),
            port=self._number("telegram.port") or 443,
            dc_id=self._number("telegram.dc_id") or 2,
            public_key=self.get("telegram.public_key"),
            media_dir=str(self.media),
            groups=read_choice(self.get("telegram.groups")),
            small_group=self._number("telegram.small_group") or 200,
            bots=self.get("telegram.bot_chats") == "on",
        )

    def whatsapp(self) -> "WhatsAppSettings":
        """The number that is set up; its ``phone_number_id`` is '' where there is none."""
        from core.channels.whatsapp.settings import WhatsAppSettings

        return WhatsAppSettings(
            phone_number_id=self.get("whatsapp.phone_id"),
            waba_id=self.get("whatsapp.waba_id"),
            base_url=self.get("whatsapp.base_url"),
            version=self.get("whatsapp.version"),
            host=self.get("whatsapp.host"),
            port=self._number("whatsapp.port"),
            public_url=self.get("whatsapp.public_url"),
            media_root=str(self.media),
            link_previews=self.get("whatsapp.link_previews") == "on",
            coexistence=self.get("whatsapp.coexistence") == "on",
            marketing_messages=self.get("whatsapp.marketing") == "on",
        )

    def tryton(self) -> "TrytonSettings":
        """How to reach Tryton; the password is among the secrets."""
        from core.crm.tryton import TrytonSettings

        return TrytonSettings(
            url=self.get("crm.url"),
            database=self.get("crm.database"),
            login=self.get("crm.login"),
            lang=self.language,
            zone=local_zone(),
        )

    def _number(self, key: str) -> int:
        text = self.get(key).strip()
        return int(text) if text.isdecimal() else 0
