"""LibreOffice at work on one file: an older office file in, a .docx out.

Comes in: bytes and their format. Goes out: bytes. Refuses to know: what a report says. Every file gets a profile and a
folder of its own, thrown away behind it, so that many processes may convert at once; nothing that the file holds is
run, and no link in it is followed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

TIME_LIMIT = 120.0
_COMMANDS = ("soffice", "libreoffice")
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_VERSION_FILES = ("versionrc", "version.ini")
_FILTER = "docx:MS Word 2007 XML"
_MOST_MEMORY, _MOST_WRITTEN = 8 << 30, 256 << 20
_GRACE = 5.0

_SETTINGS = (
    # path below org.openoffice, name, value: macros, links, and the ways out of the machine
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}
</oor:items>
"""


class OfficeError(RuntimeError):
    """A file was not converted; `code` names the finding: office-missing or office-failed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def find_office() -> Path | None:
    """LibreOffice on this machine: the one that OFFICE_PATH names, else one on the path or in its usual place."""
    named = os.environ.get("OFFICE_PATH")
    if named:
        return Path(named) if os.access(named, os.X_OK) and Path(named).is_file() else None
    found = next((found for name in _COMMANDS if (found := shutil.which(name))), None)
    usual = (_MAC, Path(os.environ.get("PROGRAMFILES", "")) / "LibreOffice/program/soffice.exe")
    return Path(found) if found else next((path for path in usual if path.is_absolute() and path.is_file()), None)


@cache
def tell_office() -> str:
    """A hash that changes with the LibreOffice of this machine; empty without one. It is of the path and of the file in
    which a build tells its version: starting it to ask would take a second."""
    office = find_office()
    if office is None:
        return ""
    place = office.resolve()
    told = [path.read_bytes() for name in _VERSION_FILES if (path := place.with_name(name)).is_file()]
    return hashlib.sha256(b"\n".join([str(place).encode(), *told])).hexdigest()


def convert_to_docx(data: bytes, kind: str, time_limit: float = TIME_LIMIT) -> bytes:
    """The same document as .docx; `kind` is doc, rtf or odt. Raises OfficeError."""
    office = find_office()
    if office is None:
        raise OfficeError("office-missing")
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            return _convert(office, data, kind, folder, time_limit)
        except (OSError, subprocess.SubprocessError) as error:
            raise OfficeError("office-failed") from error


def _convert(office: Path, data: bytes, kind: str, folder: Path, time_limit: float) -> bytes:
    source, output, profile = folder / f"report.{kind}", folder / "out", folder / "profile"
    source.write_bytes(data)
    (profile / "user").mkdir(parents=True)
    settings = "\n".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (profile / "user/registrymodifications.xcu").write_text(_REGISTRY.format(settings), encoding="utf-8")
    command = [
        str(office),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--convert-to", _FILTER, "--outdir", str(output), str(source)),
    ]
    run_bounded(command, folder, time_limit)
    result = output / "report.docx"
    if not result.is_file() or result.stat().st_size > _MOST_WRITTEN:
        raise OfficeError("office-failed")
    return result.read_bytes()


def run_bounded(command: list[str], folder: Path, time_limit: float) -> None:
    """Run a program with `folder` as its home, and end it with all that it started when its time is up; raises
    subprocess.TimeoutExpired, OSError. What it prints is not kept: it names paths of this machine."""
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")},
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TMP": str(folder),
        "TEMP": str(folder),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    surroundings.pop("DISPLAY", None)
    with subprocess.Popen(
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _set_bounds(process.pid, time_limit)
            process.wait(time_limit)
        finally:
            _end_group(process)


def _set_bounds(pid: int, time_limit: float) -> None:
    """Bounds for the program and all it starts: memory, size of files, and time, should we be killed before it ends."""
    if sys.platform == "linux":
        import resource

        seconds = int(time_limit + _GRACE) + 1
        for limit, most in (
            (resource.RLIMIT_AS, _MOST_MEMORY),
            (resource.RLIMIT_FSIZE, _MOST_WRITTEN),
            (resource.RLIMIT_CPU, seconds),
        ):
            try:
                resource.prlimit(pid, limit, (most, most))
            except (OSError, ValueError):
                continue  # lower bounds set from outside stand, or it has ended


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything it started that still runs."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    elif process.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
