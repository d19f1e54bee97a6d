"""What makes a tagged file PDF/UA-1 and PDF/A-2a: metadata, output intent, repairs to ReportLab."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

if TYPE_CHECKING:
    from consultant_app.restitution.tagged import DocumentInfo, TaggedCanvas

PRODUCER = "ReportLab"
_CONDITION = "sRGB IEC61966-2.1"
_END = b"endstream\n"


def install() -> None:
    """Repair two of ReportLab's outputs, once for the process (harmless to untagged files).

    Streams are no longer spelled out in ASCII 85 either: a quarter more bytes, for nothing.
    """
    rl_config.useA85 = 0
    if not getattr(PDFStream.format, "is_repaired", False):
        PDFStream.format = _with_end_of_line(PDFStream.format)  # type: ignore[method-assign]
        ttfonts.makeToUnicodeCMap = to_unicode_map


def _with_end_of_line(original: Callable[..., bytes]) -> Callable[..., bytes]:
    """PDF/A 6.1.7.1 wants an end of line before ``endstream``.

    Both signs of it: after a stream that happens to end with CR, LF alone would look like one end
    of line with it, and the length like a byte too many.
    """

    def format_stream(self: PDFStream, document: Any) -> bytes:
        data = original(self, document)
        return data[: -len(_END)] + b"\r\n" + _END

    format_stream.is_repaired = True  # type: ignore[attr-defined]
    return format_stream


def to_unicode_map(fontname: str, subset: list[int]) -> str:
    """Return a ToUnicode map: no code to U+0000, at most 100 entries a block (ISO 32000 9.10.3)."""
    rows = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>"
        for code, value in enumerate(subset)
        if value
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    name = str(fontname)
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        f"<< /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def describe(canvas: TaggedCanvas, info: DocumentInfo) -> None:
    """Write title, author and the one date of the file into its information dictionary."""
    if info.created.tzinfo is None:
        raise ValueError("the date of creation must be aware")
    canvas.setTitle(info.title)
    canvas.setAuthor(info.author)
    canvas.setSubject(info.subject)
    canvas.setCreator(info.creator)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    document = canvas._doc
    moment = TimeStamp(1)
    moment.t = info.created.timestamp()
    moment.lt = time.gmtime(moment.t)
    moment.YMDhms = tuple(moment.lt)[:6]
    document._timeStamp = moment
    document.signature = hashlib.md5(
        f"{info.title}\n{info.created.isoformat()}".encode(), usedforsecurity=False
    )


def claim(canvas: TaggedCanvas, icc: bytes, info: DocumentInfo, *, archival: bool) -> None:
    """Mark the file as tagged, with its metadata and its sRGB output intent."""
    catalog = canvas._doc.Catalog
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    packet = xmp_packet(info, archival=archival)
    catalog.Metadata = pdfdoc.XMP(creator=lambda _document: packet)
    profile = PDFStream(PDFDictionary({"N": 3}), icc, [pdfdoc.PDFZCompress])
    intent = PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString(_CONDITION),
            "Info": PDFString(_CONDITION),
            "DestOutputProfile": canvas._doc.Reference(profile, "OutputProfile"),
        }
    )
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([intent])


def xmp_packet(info: DocumentInfo, *, archival: bool) -> bytes:
    """Return the XMP metadata packet (UTF-8): PDF/UA-1, and PDF/A-2a when ``archival``."""
    when = info.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    part_a = (
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" if archival else ""
    )
    text = _XMP.format(
        title=escape(info.title),
        author=escape(info.author),
        subject=escape(info.subject),
        creator=escape(info.creator),
        lang=escape(info.lang),
        when=when,
        producer=PRODUCER,
        part_a=part_a,
    )
    return text.encode("utf-8")


_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
{part_a}<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
"""
