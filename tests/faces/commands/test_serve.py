"""Serving what is not there to be served."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

import pytest
from django.db import connection

from chungtay.faces.commands import serve
from chungtay.kernel.errors import Refusal


@pytest.mark.django_db
def test_a_database_that_was_not_brought_up_is_refused_before_anything_is_served() -> None:
    options = argparse.Namespace(host="127.0.0.1", port=0, workers=1, without_worker=False)
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'reviews'")
    with pytest.raises(Refusal, match="LENH-021") as told:
        serve.run(options)
    assert int(told.value.problems[0].read) >= 1


def test_asked_to_end_it_ends_the_server_that_it_started() -> None:
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    code = f"""
import signal, sys
from chungtay.faces.commands import serve
signal.signal(signal.SIGTERM, serve._asked_to_end)
serve._served([sys.executable, "-c", {child!r}])
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        started = int(serving.stdout.readline())
        serving.terminate()
        serving.wait(timeout=20)
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)
