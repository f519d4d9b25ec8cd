"""XML from strangers: no document type, no entities, no outside files, no depth without end.

A document type declaration is all that external entities (XXE) and exploding ones ("billion laughs") need, and no Office or
OpenDocument part has one: it is refused before anything in it counts.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder  # builds from our own calls; parses nothing
from xml.parsers import expat

from holdfast.intake.readers.faults import ReaderFaultError

MAX_DEPTH = 200
MAX_NODES = 3_000_000


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML document; names are ``{namespace}local``.

    Raises
    ------
    ReaderFaultError
        HF-I041 where the XML is not well formed, declares a document type or entities, is nested over 200 deep or has
        more than three million parts.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = nodes = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, nodes
        depth, nodes = depth + 1, nodes + 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise ReaderFaultError("HF-I041", "XML nested or repeated without end")
        builder.start(_name(name), {_name(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_name(name))

    def refuse(*_: object) -> int:
        raise ReaderFaultError("HF-I041", "XML that declares a document type or entities of its own")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, ValueError, LookupError) as error:
        raise ReaderFaultError("HF-I041", f"XML that is not well formed ({error})") from None


def _name(name: str) -> str:
    return "{" + name if "}" in name else name
