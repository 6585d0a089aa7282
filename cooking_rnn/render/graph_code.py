"""Graphs as code for other programs: Mermaid, Graphviz DOT."""

import json

from cooking_rnn.blocks import Graph


def mermaid(graph: Graph) -> str:
    """Return the graph as a Mermaid flowchart."""
    lines = [f"flowchart {_direction(graph)}"]
    lines += [f"    {node.id}[{_mermaid_string(node.label)}]" for node in graph.nodes]
    for edge in graph.edges:
        arrow = "-.->" if edge.is_loop else "-->"
        label = f"|{_mermaid_string(edge.label)}|" if edge.label else ""
        lines.append(f"    {edge.source} {arrow}{label} {edge.target}")
    return "\n".join(lines) + "\n"


def _direction(graph: Graph) -> str:
    return "TB" if graph.flow == "down" else "LR"


def _mermaid_string(text: str) -> str:
    escaped = "".join(char if char.isalnum() or char in " ,.+-·_()" else f"#{ord(char)};" for char in text)
    return f'"{escaped}"'


def dot(graph: Graph) -> str:
    """Return the graph in Graphviz's DOT language."""
    lines = [f"digraph {_dot_string(graph.title)} {{", f"    rankdir={_direction(graph)};"]
    lines += ["    node [shape=box, style=rounded];"]
    lines += [f"    {node.id} [label={_dot_string(node.label)}];" for node in graph.nodes]
    for edge in graph.edges:
        marks = [f"label={_dot_string(edge.label)}"] if edge.label else []
        marks += ["style=dashed", "constraint=false"] if edge.is_loop else []
        attributes = f" [{', '.join(marks)}]" if marks else ""
        lines.append(f"    {edge.source} -> {edge.target}{attributes};")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
