"""Communities in files: whole ones come back equal, plain ones are read alike, broken ones told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from resilience_sim.community.community import Community
from resilience_sim.community.generate import generate
from resilience_sim.community.graph_files import FORMATS
from resilience_sim.community.graph_json import write_node_link
from resilience_sim.community.settings import CommunitySettings
from resilience_sim.community.ties import upper
from resilience_sim.errors import InputError

WHOLE = ("c.graphml", "c.gexf", "c.json", "tables")
TIES = ("c.edgelist", "c.csv", "c.npz")


@pytest.fixture(scope="module")
def whole() -> Community:
    """Two communities of a few dozen households."""
    return generate(CommunitySettings(residents=80, communities=2, name="梅列"), 3)


def pairs(community: Community) -> dict[tuple[str, str], float]:
    """Weight of ties between named persons, summed over layers."""
    names = community.labels or range(len(community.people))
    found: dict[tuple[str, str], float] = {}
    for a, b, weight, _ in zip(*upper(community.ties), strict=True):
        one, two = sorted((str(names[a]), str(names[b])))
        found[one, two] = found.get((one, two), 0.0) + float(weight)
    return found


# --- whole communities ------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_community_comes_back_equal(name: str, whole: Community, tmp_path: Path) -> None:
    assert whole.to_file(tmp_path / name) == []
    back = Community.from_file(tmp_path / name)
    assert back == whole
    assert back.notes == whole.notes
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", WHOLE)
def test_names_of_persons_come_back(name: str, tmp_path: Path) -> None:
    community = Community.from_networkx(nx.Graph([("李", "wang"), (3, "李")]))
    community.to_file(tmp_path / name)
    assert Community.from_file(tmp_path / name).labels == community.labels


def test_a_change_made_in_a_table_comes_back(whole: Community, tmp_path: Path) -> None:
    whole.to_file(tmp_path / "tables")
    table = tmp_path / "tables" / "nodes.csv"
    text = table.read_text(encoding="utf-8-sig")
    head = text.splitlines()[0].split(",")
    row = next(line for line in text.splitlines() if line.startswith("person:7,"))
    cells = row.split(",")
    cells[head.index("identity")] = "0.8125"
    table.write_text(text.replace(row, ",".join(cells)), encoding="utf-8-sig")
    back = Community.from_file(tmp_path / "tables")
    assert back.people.identity[7] == 0.8125
    assert np.array_equal(back.people.age, whole.people.age)


@pytest.mark.parametrize("name", TIES)
def test_ties_alone_come_back_and_the_rest_is_told(
    name: str, whole: Community, tmp_path: Path
) -> None:
    told = whole.to_file(tmp_path / name)
    assert "Only ties" in told[0]
    back = Community.from_file(tmp_path / name, seed=1)
    wanted = pairs(whole)
    home = dict(zip(map(str, back.labels), back.people.household.tolist(), strict=True))
    kept = {pair: w for pair, w in wanted.items() if home[pair[0]] != home[pair[1]]}
    assert pairs(back) == pytest.approx(kept)


def test_networkx_reads_what_is_written(whole: Community, tmp_path: Path) -> None:
    for name in ("c.graphml", "c.gexf", "c.json", "c.edgelist"):
        whole.to_file(tmp_path / name)
    graph = whole.to_networkx()
    for found in (nx.read_graphml(tmp_path / "c.graphml"), nx.read_gexf(tmp_path / "c.gexf")):
        assert found.number_of_edges() == graph.number_of_edges()
        assert found.nodes["person:3"]["age_band"] == graph.nodes["person", 3]["age_band"]
    told = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert len(told["edges"]) == graph.number_of_edges()
    ties = nx.read_edgelist(tmp_path / "c.edgelist")
    assert ties.number_of_edges() == len(pairs(whole))
    assert {*next(iter(ties.edges(data=True)))[2]} == {"weight", "layer"}


# --- plain graphs -----------------------------------------------------------------------------
def village() -> nx.Graph:
    """Twelve people in three households, with ties of different weight."""
    graph = nx.Graph()
    for i in range(12):
        graph.add_node(f"p{i}", household=f"h{i // 4}", age=20 + i, newcomer=i < 4)
    for i in range(12):
        graph.add_edge(f"p{i}", f"p{(i + 5) % 12}", weight=0.5 + i, layer="kin")
    return graph


def tables(graph: nx.Graph, folder: Path) -> None:
    folder.mkdir()
    rows = [f"{v},{d['household']},{d['age']},{d['newcomer']}" for v, d in graph.nodes(data=True)]
    nodes = "\n".join(["id,household,age,newcomer", *rows])
    (folder / "nodes.csv").write_text(nodes, encoding="utf-8")
    ties = [f"{a},{b},{d['weight']},{d['layer']}" for a, b, d in graph.edges(data=True)]
    edges = "\n".join(["source,target,weight,layer", *ties])
    (folder / "edges.csv").write_text(edges, encoding="utf-8")


PLAIN: dict[str, Callable[[nx.Graph, Path], object]] = {
    "g.graphml": nx.write_graphml_xml,
    "g.gexf": nx.write_gexf,
    "g.json": write_node_link,
    "people": tables,
}


@pytest.mark.parametrize("name", PLAIN)
def test_every_format_of_a_plain_graph_gives_the_same_community(name: str, tmp_path: Path) -> None:
    graph = village()
    PLAIN[name](graph, tmp_path / name)
    found = Community.from_file(tmp_path / name, seed=4)
    assert found == Community.from_networkx(graph, seed=4)


def test_settings_and_seed_reach_what_is_assumed(tmp_path: Path) -> None:
    tables(village(), tmp_path / "people")
    none = CommunitySettings(party_members=0.0)
    assert not Community.from_file(tmp_path / "people", none).people.party_member.any()
    one, two = (Community.from_file(tmp_path / "people", seed=k) for k in (1, 2))
    assert not np.array_equal(one.people.hours, two.people.hours)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.edgelist", "# two ties\na b 2.0 kin\nb c\n"),
        ("a.txt", "a b {'weight': 2.0, 'layer': 'kin'}\nb c {}\n"),
        ("a.tsv", "source\ttarget\na\tb\t2.0\tkin\nb\tc\n"),
        ("a.edges", "a, b, 2.0, kin\nb, c\n"),
        ("a.csv", "source;target;weight;layer\na;b;2.0;kin\nb;c;;\n"),
    ],
)
def test_lists_of_edges_are_read_as_people_write_them(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    community = Community.from_file(tmp_path / name)
    assert sorted(map(str, community.labels)) == ["a", "b", "c"]
    found = {pair: w for pair, w in pairs(community).items()}
    assert set(found.items()) <= {(("a", "b"), 2.0), (("b", "c"), 1.0)}


@pytest.mark.parametrize(
    "text",
    [",a,b,c\na,0,2,0\nb,2,,1\nc,0,1,0\n", "0,2,0\n2,0,1\n0,1,0\n"],
    ids=["named", "bare"],
)
def test_tables_of_weights_are_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(text, encoding="utf-8")
    community = Community.from_file(tmp_path / "w.csv")
    assert len(community.people) == 3
    assert set(pairs(community).values()) <= {1.0, 2.0}


def test_a_table_that_is_not_symmetric_is_directed(tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("0,2\n4,0\n", encoding="utf-8")
    community = Community.from_file(tmp_path / "w.csv")
    assert "directed" in "\n".join(community.notes)


def test_a_table_of_a_chinese_spreadsheet_is_read_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "nodes.csv").write_bytes("id,sex\n李,女\n王,男\n".encode("gb18030"))
    (folder / "edges.csv").write_bytes("source,target\n李,王\n".encode("gb18030"))
    community = Community.from_file(folder)
    assert set(community.labels) == {"李", "王"}
    assert "nodes.csv was read as GB 18030" in community.notes[0]


# --- broken files -----------------------------------------------------------------------------
GOOD: dict[str, Callable[[Path], object]] = {
    "g.graphml": lambda path: nx.write_graphml_xml(village(), path),
    "g.gexf": lambda path: nx.write_gexf(village(), path),
    "g.json": lambda path: write_node_link(village(), path),
    "g.edgelist": lambda path: nx.write_edgelist(village(), path),
    "g.csv": lambda path: path.write_text(",a,b\na,0,1\nb,1,0\n", encoding="utf-8"),
    "g.npz": lambda path: sparse.save_npz(path, sparse.csr_array(np.eye(3)[::-1])),
    "people": lambda path: tables(village(), path),
}


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def broken(raw: bytes) -> bytes:
        assert old.encode() in raw, f"{old} is not in the file that is to be broken"
        return raw.replace(old.encode(), new.encode(), 1)

    return broken


def half(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def noise(raw: bytes) -> bytes:
    return bytes((i * 37 + 200) % 256 for i in range(300))


def nothing(raw: bytes) -> bytes:
    return b""


def matrix(made: Any) -> Callable[[bytes], bytes]:
    def broken(raw: bytes) -> bytes:
        import io

        into = io.BytesIO()
        sparse.save_npz(into, sparse.csr_array(made))
        return into.getvalue()

    return broken


def pickled(raw: bytes) -> bytes:
    import io

    into = io.BytesIO()
    np.savez(into, format=np.array("csr"), data=np.array([{}], dtype=object))
    return into.getvalue()


NAN = np.array([[0.0, np.inf], [1.0, 0.0]])
BROKEN: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    ("g.graphml", "", half, "not GraphML"),
    ("g.graphml", "", noise, "not GraphML"),
    ("g.graphml", "", nothing, "not GraphML"),
    ("g.graphml", "", swap('attr.name="household"', 'attr.name="houshold"'), "household"),
    ("g.graphml", "", swap(">25<", ">250<"), "0 to 120"),
    ("g.graphml", "", swap(">kin<", ">kinn<"), "did you mean: kin"),
    ("g.graphml", "", swap(">25<", ">old<"), "not GraphML"),
    ("g.gexf", "", half, "not GEXF"),
    ("g.gexf", "", noise, "not GEXF"),
    ("g.gexf", "", nothing, "not GEXF"),
    ("g.gexf", "", swap('title="newcomer"', 'title="newcommer"'), "newcomer"),
    ("g.gexf", "", swap('value="kin"', 'value="kith"'), "no such layer"),
    ("g.gexf", "", swap('weight="3.5"', 'weight="-3.5"'), "0 or more"),
    ("g.json", "", half, "not JSON"),
    ("g.json", "", noise, "not JSON"),
    ("g.json", "", lambda raw: b"[1, 2]", "no table"),
    ("g.json", "", swap('"edges"', '"edge"'), "did you mean: edge"),
    ("g.json", "", swap('"target": "p5"', '"target": "p55"'), "node that is not told"),
    ("g.json", "", swap('"id": "p5"', '"id": "p4"'), "same id"),
    ("g.json", "", swap('"id": "p5"', '"name": "p5"'), "no id"),
    ("g.edgelist", "", noise, "not text"),
    ("g.edgelist", "", nothing, "no edge"),
    ("g.edgelist", "", swap("p0 p5 {", "p0\np5 {"), "line 1"),
    ("g.edgelist", "", swap("'weight': 0.5", "'weight': 'much'"), "weight"),
    ("g.edgelist", "", swap("'weight': 0.5,", "'weight: 0.5,"), "no edge"),
    ("g.edgelist", "", swap("'weight': 0.5", "'wieght': 0.5"), "did you mean: weight"),
    ("g.csv", "", swap("b,1,0\n", "b,1\n"), "not square"),
    ("g.csv", "", swap("b,1,0\n", "c,1,0\n"), "named alike"),
    ("g.csv", "", swap("b,1,0\n", "b,one,0\n"), "row 3, column 2"),
    ("g.csv", "", swap("b,1,0\n", "b,-1,0\n"), "no weight"),
    ("g.csv", "", nothing, "empty"),
    ("g.csv", "", lambda raw: b'"a,b\n', "cannot be read"),
    ("g.npz", "", half, "no sparse matrix"),
    ("g.npz", "", noise, "no sparse matrix"),
    ("g.npz", "", nothing, "no sparse matrix"),
    ("g.npz", "", matrix(np.ones((2, 3))), "not square"),
    ("g.npz", "", matrix(-np.eye(3)[::-1]), "0 or more"),
    ("g.npz", "", matrix(NAN), "0 or more"),
    ("g.npz", "", pickled, "no sparse matrix"),
    ("people", "nodes.csv", swap("id,", "name,"), "no column 'id'"),
    ("people", "nodes.csv", swap("p1,", "p0,"), "same id"),
    ("people", "nodes.csv", swap(",23,", ",twenty,"), "0 to 120"),
    ("people", "nodes.csv", swap("newcomer", "newcommer"), "did you mean: newcomer"),
    ("people", "nodes.csv", nothing, "empty"),
    ("people", "nodes.csv", swap("p3,h0,23,True", "p3,h0,23,True,5"), "longer"),
    ("people", "edges.csv", swap("p0,p5", "p0,p99"), "node that is not told"),
    ("people", "edges.csv", swap("p0,p5", "p0,"), "names nobody"),
    ("people", "edges.csv", swap("target", "to"), "no column 'target'"),
    ("people", "edges.csv", noise, "not text"),
]


@pytest.mark.parametrize(
    ("name", "part", "breaking", "told"),
    BROKEN,
    ids=[f"{k}-{one[0]}" for k, one in enumerate(BROKEN)],
)
def test_a_broken_file_is_told_on_one_screen(
    name: str, part: str, breaking: Callable[[bytes], bytes], told: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    GOOD[name](path)
    Community.from_file(path)  # whole, it is read
    broken = path / part if part else path
    broken.write_bytes(breaking(broken.read_bytes()))
    with pytest.raises(InputError, match=told) as caught:
        Community.from_file(path)
    assert caught.value.where == str(path)
    assert len(str(caught.value).splitlines()) <= 12
    assert max(map(len, str(caught.value).splitlines())) <= 400


def test_every_format_is_broken_in_five_ways() -> None:
    for name in GOOD:
        assert sum(one[0] == name for one in BROKEN) >= 5


FULL_BROKEN = [
    (swap("person:3,person", "persona:3,person"), "node that is not told"),
    (swap("person:3,", "person:4000,"), "without gaps|names a node that is not told"),
    (swap(",residents_committee,", ",residents_comittee,"), "residents_committee"),
]


@pytest.mark.parametrize(("breaking", "told"), FULL_BROKEN)
def test_a_whole_community_that_was_broken_is_told(
    breaking: Callable[[bytes], bytes], told: str, whole: Community, tmp_path: Path
) -> None:
    whole.to_file(tmp_path / "tables")
    table = tmp_path / "tables" / "nodes.csv"
    table.write_bytes(breaking(table.read_bytes()))
    with pytest.raises(InputError, match=told):
        Community.from_file(tmp_path / "tables")


@pytest.mark.parametrize(("column", "cell"), [("identity", "high"), ("newcomer", "perhaps"),
                                              ("age_band", "3.5"), ("identity", "")])  # fmt: skip
def test_a_cell_of_a_whole_community_that_cannot_be_read_is_told(
    column: str, cell: str, whole: Community, tmp_path: Path
) -> None:
    import csv

    whole.to_file(tmp_path / "tables")
    table = tmp_path / "tables" / "nodes.csv"
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    at = next(row for row in rows if row[0] == "person:7")
    at[rows[0].index(column)] = cell
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(InputError, match=column) as caught:
        Community.from_file(tmp_path / "tables")
    assert "7" in str(caught.value.key)


def test_unknown_endings_and_missing_files_name_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"did you mean: \.graphml"):
        Community.from_file(tmp_path / "people.graphm")
    with pytest.raises(InputError, match=r"did you mean: people\.json"):
        Community.from_file(tmp_path / "peple.json")
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=r"no nodes\.csv"):
        Community.from_file(tmp_path / "folder")


def test_a_file_that_cannot_be_written_leaves_nothing(whole: Community, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    for name in (*WHOLE, *TIES):
        with pytest.raises(InputError, match="cannot write"):
            whole.to_file(blocked / name)
    whole.to_file(tmp_path / "c.json")
    before = (tmp_path / "c.json").read_bytes()
    bad = Community.from_networkx(nx.Graph([("a#b", "c")]))
    with pytest.raises(InputError, match="cannot stand in an edge list"):
        bad.to_file(tmp_path / "c.edgelist")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.json", "file"]
    assert (tmp_path / "c.json").read_bytes() == before


def test_large_tables_of_weights_are_not_written(
    whole: Community, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resilience_sim.community.graph_matrix.MOST", 100)
    with pytest.raises(InputError, match="too large"):
        whole.to_file(tmp_path / "c.csv")
    assert list(tmp_path.iterdir()) == []


def test_formats_have_endings_of_their_own() -> None:
    endings = [ending for form in FORMATS.values() for ending in form.endings]
    assert len(endings) == len(set(endings))


@pytest.mark.long
def test_a_hundred_thousand_persons_are_read_in_time_that_grows_with_their_number() -> None:
    """Ten times the persons take about ten times the work, not a hundred: seconds, not minutes."""
    import time

    taken = []
    for persons in (10_000, 100_000):
        graph = nx.gnm_random_graph(persons, 3 * persons, seed=1)
        nx.set_node_attributes(graph, {v: v // 3 for v in graph}, "household")
        begun = time.process_time()
        community = Community.from_networkx(graph)
        read = time.process_time()
        assert len(community.people) == persons
        assert len(Community.from_networkx(community.to_networkx()).people) == persons
        taken.append((read - begun, time.process_time() - read))
    for few, many in zip(*taken, strict=True):
        assert many < 30.0 * few
