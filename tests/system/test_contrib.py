"""What is given to monitoring systems: alert rules and a dashboard name nothing that the daemon does not measure."""
import json
import re
import shutil
import subprocess

import pytest

from daemon import ROOT
from test_health import OPENMETRICS, ask, desk, tcp  # noqa: F401  (desk is a fixture)

CONTRIB = ROOT / "config/contrib"
RULES, DASHBOARD = CONTRIB / "prometheus-rules.yml", CONTRIB / "grafana-dashboard.json"
NAME = re.compile(r"\bintegrad_[a-z_]+")


def promtool(*args):
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed (Debian package prometheus)")
    return subprocess.run(["promtool", *map(str, args)], capture_output=True, text=True)


def panels():
    return json.loads(DASHBOARD.read_text())["panels"]


def test_each_metric_that_is_named_is_one_of_the_daemons(desk):  # noqa: F811
    desk.start().wait_event("start")
    own = set(re.findall(r"^# TYPE (\S+) ", ask(tcp(desk), "/metrics")[2], re.M))
    for file in (RULES, DASHBOARD):
        named = set(NAME.findall(file.read_text()))
        assert named and named <= own, (file.name, named - own)
    shown = {name for panel in panels() for target in panel["targets"] for name in NAME.findall(target["expr"])}
    # the version, the start (an annotation), and what the panels have in another form
    assert own - shown == {"integrad_build_info", "integrad_start_time_seconds", "integrad_reader_ready", "integrad_transfers_total",
                           "integrad_sources_never_read", "integrad_source_consecutive_failures"}


def test_labels_are_those_that_the_daemon_gives(desk):  # noqa: F811
    desk.start().wait_event("start")
    text = ask(tcp(desk), "/metrics", Accept=OPENMETRICS)[2]
    reasons = set(re.findall(r'integrad_trouble\{reason="([^"]+)"\}', text))
    (known,) = re.findall(r'reason!~"([^"]+)"', RULES.read_text())
    assert set(known.split("|")) <= reasons and len(reasons) == 10


def test_promtool_takes_the_rules():
    done = promtool("check", "rules", RULES)
    assert done.returncode == 0 and "SUCCESS" in done.stdout, done.stdout + done.stderr


def test_the_alerts_go_off_when_they_are_to(tmp_path):
    series = {
        'up{job="integrad"}': "0x600",
        'integrad_trouble{reason="record"}': "1x600",
        'integrad_network_up{}': "0x600",
        'integrad_sources{}': "10x600",
        'integrad_sources_failing{}': "6x600",
        'integrad_source_last_success_timestamp_seconds{source="dead"}': "1x6000",
        'integrad_source_last_success_timestamp_seconds{source="never"}': "0x6000",
        'integrad_sink_up{sink="desk"}': "0x600",
        'integrad_alerts_given_up{sink="desk"}': "0+1x600",
        'integrad_reader_crashes_total{}': "0+1x600",
        'integrad_reader_timeouts_total{}': "0x600",
        'integrad_loop_lag_seconds{}': "3x600",
        'integrad_claims_held{}': "30x6000",
        'integrad_database_wal_bytes{}': "900000000x600",
    }
    wanted = {"IntegradIsDown": 1, "IntegradNeedsAPerson": 1, "IntegradNetworkIsDown": 1, "IntegradManySourcesFail": 1, "IntegradSinkIsDown": 1,
              "IntegradGaveUpMessages": 1, "IntegradReaderDies": 1, "IntegradLoopStandsStill": 1, "IntegradWalGrows": 1}
    late = {"IntegradSourceWasNotRead": 1, "IntegradClaimsWait": 1}
    assert set(re.findall(r"alert: (\w+)", RULES.read_text())) == set(wanted) | set(late)
    # promtool compares whole alerts, so it is asked for how many of each there are
    expect = [{"expr": f'count(ALERTS{{alertname="{name}", alertstate="firing"}})', "eval_time": when, "exp_samples": [{"labels": "{}", "value": count}]}
              for when, names in (("4h", wanted), ("90h", late)) for name, count in names.items()]
    calm = [{"expr": "count(ALERTS)", "eval_time": "1m", "exp_samples": []}]
    quiet = {'up{job="integrad"}': "1x9", 'integrad_trouble{reason="record"}': "0x9", 'integrad_network_up{}': "1x9", 'integrad_sink_up{sink="desk"}': "1x9",
             'integrad_sources{}': "0x9", 'integrad_sources_failing{}': "0x9"}
    plan = {"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [
        {"interval": "1m", "input_series": [{"series": s, "values": v} for s, v in values.items()], "promql_expr_test": checks}
        for values, checks in ((series, expect), (quiet, calm))]}
    (tmp_path / "plan.json").write_text(json.dumps(plan))  # YAML takes JSON
    done = promtool("test", "rules", tmp_path / "plan.json")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_is_one_that_grafana_can_draw():
    board = json.loads(DASHBOARD.read_text())
    ids = [p["id"] for p in panels()]
    assert len(set(ids)) == len(ids) > 10 and board["title"] and board["uid"]
    variables = {v["name"] for v in board["templating"]["list"]}
    assert set(re.findall(r"\$\{?([a-z]+)\}?", DASHBOARD.read_text())) <= variables
    taken = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        assert panel["title"] and panel["targets"] and place["x"] + place["w"] <= 24 and not cells & taken
        taken |= cells


def test_prometheus_understands_each_expression_of_the_dashboard(tmp_path):
    exprs = [target["expr"].replace("$instance", ".*") for panel in panels() for target in panel["targets"]]
    rules = {"groups": [{"name": "x", "rules": [{"record": f"x:{i}", "expr": expr} for i, expr in enumerate(exprs)]}]}
    (tmp_path / "rules.json").write_text(json.dumps(rules))
    done = promtool("check", "rules", tmp_path / "rules.json")
    assert done.returncode == 0, done.stdout + done.stderr
