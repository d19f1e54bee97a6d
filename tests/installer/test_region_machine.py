"""The région's machine, made by the guide's own commands as root: on a copy that is thrown away.

The whole system is seen through an overlay in memory, in a mount namespace of its own: what the
commands install, create and write disappears with it. Packages come from the system's and Python's
usual registries; without them, or without root, there is nothing to try and the test says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.stories import guides

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to give it to the commands"),
    pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a namespace of its own"),
]
ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide" / "09-region.md"

#: Shows the system through an overlay, with the project at $1 in it, and runs the script $2 there.
_THROWAWAY = """
set -euo pipefail
place=$(mktemp -d)
mount -t tmpfs -o size=8g memoire "$place"
mkdir "$place/dessus" "$place/travail" "$place/machine"
layers="lowerdir=/,upperdir=$place/dessus,workdir=$place/travail"
mount -t overlay overlay -o "$layers" "$place/machine"
mount -t proc proc "$place/machine/proc"
mount --rbind /dev "$place/machine/dev"
mount -t tmpfs memoire "$place/machine/tmp"
chmod 1777 "$place/machine/tmp"
cp -r "$1" "$place/machine/srv/projet"
cp "$2" "$place/machine/srv/essai"
exec chroot "$place/machine" bash /srv/essai
"""


def fenced(language: str) -> str:
    """The one block of ``language`` in the guide."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE.read_text("utf-8"), re.M | re.S)
    return str(found)


#: The guide's blocks stand in for the words between @.
_ADMINISTRATOR = """
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8
apt-get update -qq
apt-get install -y -qq sudo curl >/dev/null
cd /srv/projet
cat >/srv/commandes <<'FIN'
set -e
@COMMANDS@
FIN
bash /srv/commandes < <(yes) >/dev/null

cat >/etc/systemd/system/region-central.service <<'FIN'
@UNIT@FIN
systemd-analyze verify /etc/systemd/system/region-central.service
echo VERIFIE

cd /var/lib/region-central
centre() { sudo -u region-central env BASE='@BASE@' PATH="/opt/region-central/bin:$PATH" "$@"; }
centre bash -c '@PREPARE@'
centre bash -c 'exec @START@' &

mkdir /etc/ssl/region
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=diagnostic.region.example \\
  -addext subjectAltName=DNS:diagnostic.region.example \\
  -keyout /etc/ssl/region/privkey.pem -out /etc/ssl/region/fullchain.pem 2>/dev/null
cat >/etc/nginx/conf.d/region.conf <<'FIN'
@PROXY@FIN
nginx -t -q
nginx
for _ in $(seq 60); do curl -sf http://127.0.0.1:8400/health >/dev/null && break; sleep 0.5; done
curl -sSf --cacert /etc/ssl/region/fullchain.pem \\
  --resolve diagnostic.region.example:443:127.0.0.1 https://diagnostic.region.example/health
echo
stat -c 'SERVI PAR %U' "/proc/$(pgrep -nf '/opt/region-central/bin/region-central .*serve')"
"""
#: What Debian's packages do by themselves on a machine that systemd runs.
_STARTED = "pg_ctlcluster $(pg_lsclusters -h | head -1 | cut -d' ' -f1,2) start"


def script() -> str:
    """The guide's commands, then what systemd and the administrator do with them."""
    install, *others = [line for block in guides.of_kind("machine") for line in block.lines]
    unit = fenced("ini")
    start = re.search(r"^ExecStart=(.+)$", unit, re.M)
    base = re.search(r"^Environment=BASE=(.+)$", unit, re.M)
    assert start is not None
    assert base is not None
    (prepare,) = (b for b in guides.of_kind("centre") if b.lines[0] == f'export BASE="{base[1]}"')
    words = {
        "COMMANDS": "\n".join((install, _STARTED, *others)),
        "UNIT": unit,
        "BASE": base[1],
        "PREPARE": " && ".join(prepare.lines),
        "START": start[1],
        "PROXY": fenced("nginx"),
    }
    return re.sub("@([A-Z]+)@", lambda found: words[found[1]], _ADMINISTRATOR)


def test_the_guide_s_commands_make_a_centre_that_answers_behind_tls(tmp_path: Path) -> None:
    copy = tmp_path / "projet-copie"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    essay, throwaway = tmp_path / "essai", tmp_path / "jetable"
    essay.write_text(script(), encoding="utf-8")
    throwaway.write_text(_THROWAWAY, encoding="utf-8")
    command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", str(throwaway)]
    done = subprocess.run(
        [*command, str(copy), str(essay)], capture_output=True, text=True, timeout=1200, check=False
    )
    told = done.stdout + done.stderr
    if "mount:" in done.stderr and "permission denied" in done.stderr:
        pytest.skip("this machine lets nobody mount an overlay")
    assert done.returncode == 0, told[-4000:]
    assert "VERIFIE" in done.stdout
    assert done.stdout.strip().endswith("SERVI PAR region-central"), done.stdout[-500:]
    assert not Path("/opt/region-central").exists(), "nothing of it stays on this machine"
