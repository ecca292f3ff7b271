"""The table of suites: it is what says that a backend was really tried, so it must notice when it was not."""

from pathlib import Path

import pytest
import suites

REPORT = """<testsuites><testsuite>
<testcase classname="tests.adapters.store.test_a" name="a" time="1"><properties><property name="backend" value="minio"/>
</properties></testcase>
<testcase classname="tests.adapters.store.test_a" name="b" time="1"><properties>
<property name="backend" value="seaweedfs"/></properties><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def result(tmp_path: Path) -> suites.Result:
    """Return what a suite with one run and one skipped test came to."""
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    return suites.read_report("test-servers", report, wall=2, exit_code=0)


def test_only_what_ran_counts(result: suites.Result) -> None:
    """A skipped test tried no backend."""
    assert (result.ran, result.skipped) == ({"adapters": 1}, {"adapters": 1})
    assert result.backends == {"minio": 1}


def test_a_backend_that_no_test_ran_on_is_a_problem(result: suites.Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table fails for a backend without a test, unless this machine may lack it by its own word."""
    monkeypatch.setenv("CASEBINDER_SERVERS_MAY_LACK", "elasticsearch")
    found = suites.problems([result], whole=True)
    assert "seaweedfs: no test ran on it" in found
    assert not [line for line in found if line.startswith(("minio:", "elasticsearch:"))]


def test_every_server_is_in_the_table() -> None:
    """What the fixtures of the servers can note has a line in the table."""
    import real_servers  # noqa: PLC0415 - a plugin, imported late so that its asserts stay rewritten

    assert {backend for every in suites.BACKENDS.values() for backend in every} == set(real_servers.BACKENDS)


def test_suites_share_no_test_and_leave_none() -> None:
    """Every combination of markers belongs to exactly one suite, so that no test runs twice or never."""
    marks = ("slow", "kill", "prefect", "servers", "faults", "browser")
    for chosen in range(2 ** len(marks)):
        held = {mark: bool(chosen >> place & 1) for place, mark in enumerate(marks)}
        fitting = [name for name, (expression, _) in suites.SUITES.items() if eval(expression, {}, held)]
        assert len(fitting) == 1, (held, fitting)


def test_a_suite_looks_where_its_markers_stand() -> None:
    """A marker stands in files of tests only, so that a suite that looks into those that write it leaves none out."""
    helpers = [path for path in suites.TESTS.rglob("*.py") if not path.name.startswith("test_")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in helpers}
    assert [name for name, text in texts.items() if any(f"mark.{mark}" in text for mark in suites.WRITTEN)] == []
    found = {name: {path.parent.name for path in suites.files_of(mark)} for name, (mark, _) in suites.SUITES.items()}
    assert found["test-faults"] >= {"faults", "kill"}
    assert found["test-web"] == {"web"}
    assert found["test"] == found["test-servers"] == set()


def test_what_is_left_out_belongs_to_no_suite() -> None:
    """A suite that leaves `long` out has the tests it had, but not those; where nothing is left out it has all."""
    for name, (expression, _) in suites.SUITES.items():
        held = dict.fromkeys(("slow", "kill", "prefect", "servers", "faults", "browser"), False)
        held |= {mark: True for mark in ("kill", "faults") if name == f"test-{mark}"}
        for is_long in (True, False):
            kept = [eval(suites.without(expression, out), {}, {**held, "long": is_long}) for out in (None, "long")]
            assert kept == [eval(expression, {}, held), eval(expression, {}, held) and not is_long], name
