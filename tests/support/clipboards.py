"""Clipboards of office programs: their HTML, in its own spelling, and the Markdown it says."""

from typing import NamedTuple


class Clipboard(NamedTuple):
    """A clipboard's two forms, and the Markdown expected of it."""

    html: str
    plain: str
    markdown: str


_WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns:m="http://schemas.microsoft.com/office/2004/12/omml"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/an/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style>
<!--
 /* List Definitions */
 @list l0 {mso-list-id:1; mso-list-type:hybrid;}
p.MsoNormal, li.MsoNormal {margin:0cm; font-size:12.0pt;}
-->
</style>
</head>

<body lang=NL style='tab-interval:35.4pt;word-wrap:break-word'>
<!--StartFragment-->"""


def _word_item(level: int, mark: str, text: str, *, listed: int = 0, place: str = "Middle") -> str:
    return f"""

<p class=MsoListParagraphCxSp{place} style='margin-left:{36 * level}.0pt;mso-add-space:auto;
text-indent:-18.0pt;mso-list:l{listed} level{level} lfo{listed + 1}'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:
Symbol'><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>{text}<o:p></o:p></p>"""


WORD = Clipboard(
    _WORD_HEAD
    + """

<h1>Plan voor maart<o:p></o:p></h1>

<p class=MsoNormal>Dit is <b>belangrijk</b> en <i style='mso-bidi-font-style:normal'>nieuw</i>:
lees <a href="https://example.org/bron">de&nbsp;bron</a>.<a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a><o:p></o:p></p>

<p class=MsoNormal><o:p>&nbsp;</o:p></p>

<h2>Stappen<o:p></o:p></h2>"""
    + _word_item(1, "·", "Profiel", place="First")
    + _word_item(2, "o", "Foto, <b>scherp</b>")
    + _word_item(2, "o", "Kopregel")
    + _word_item(1, "·", "Netwerk", place="Last")
    + """

<p class=MsoNormal>En daarna:<o:p></o:p></p>"""
    + _word_item(1, "1.", "Eerst", listed=1, place="First")
    + _word_item(1, "2.", "Dan", listed=1, place="Last")
    + """

<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0
 style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=302 valign=top style='width:226.55pt;border:solid windowtext 1.0pt'>
  <p class=MsoNormal><b>Dag<o:p></o:p></b></p>
  </td>
  <td width=302 valign=top style='width:226.55pt'>
  <p class=MsoNormal><b>Wat<o:p></o:p></b></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:1;mso-yfti-lastrow:yes'>
  <td width=302 valign=top>
  <p class=MsoNormal>maandag<o:p></o:p></p>
  </td>
  <td width=302 valign=top>
  <p class=MsoNormal>reageren<o:p></o:p></p>
  <p class=MsoNormal>en lezen | delen<o:p></o:p></p>
  </td>
 </tr>
</table>

<p class=MsoNormal><o:p>&nbsp;</o:p></p>

<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>

<hr align=left size=1 width="33%">

<![endif]>

<div style='mso-element:footnote' id=ftn1>

<p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>
Gemeten in mei.<o:p></o:p></p>

</div>

</div>

<!--EndFragment-->
</body>

</html>""",
    "Plan voor maart",
    """\
## Plan voor maart

Dit is **belangrijk** en *nieuw*: lees [de bron](https://example.org/bron).[^1]

### Stappen

- Profiel
    - Foto, **scherp**
    - Kopregel
- Netwerk

En daarna:

1. Eerst
2. Dan

| Dag | Wat |
| --- | --- |
| maandag | reageren en lezen \\| delen |

[^1]: Gemeten in mei.""",
)

WORD_ONLINE = Clipboard(
    """<meta charset='utf-8'><div class="OutlineElement Ltr SCXW1 BCX8"><p class="Paragraph SCXW1 BCX8" paraid="1"><span
 data-contrast="auto" xml:lang="NL-NL" lang="NL-NL" class="TextRun SCXW1 BCX8"><span class="NormalTextRun SCXW1 BCX8">Vooraf </span></span
><span style="font-weight:bold" class="TextRun SCXW1"><span class="NormalTextRun">nodig</span></span><span class="EOP SCXW1 BCX8"
 data-ccp-props="{}">&nbsp;</span></p></div><div class="ListContainerWrapper SCXW1 BCX8"><ul class="BulletListStyle1 SCXW1 BCX8"
 role="list"><li data-leveltext="" data-font="Symbol" data-listid="1" aria-setsize="-1" data-aria-posinset="1" data-aria-level="1"
 role="listitem" class="OutlineElement Ltr SCXW1 BCX8"><p class="Paragraph SCXW1 BCX8"><span class="TextRun">een foto</span><span
 class="EOP">&nbsp;</span></p></li></ul></div><div class="ListContainerWrapper SCXW1 BCX8"><ul class="BulletListStyle2 SCXW1 BCX8"
 role="list"><li data-leveltext="o" data-listid="1" data-aria-posinset="1" data-aria-level="2" role="listitem"
 class="OutlineElement"><p class="Paragraph"><span class="TextRun">in kleur</span></p></li></ul></div><div
 class="ListContainerWrapper SCXW1 BCX8"><ul class="BulletListStyle1 SCXW1 BCX8" role="list"><li data-listid="1"
 data-aria-posinset="2" data-aria-level="1" role="listitem" class="OutlineElement"><p class="Paragraph"><span
 class="TextRun">een kopregel</span></p></li></ul></div>""",
    "Vooraf nodig",
    """\
Vooraf **nodig**

- een foto
    - in kleur
- een kopregel""",
)

EXCEL = Clipboard(
    """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:x="urn:schemas-microsoft-com:office:excel"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Excel.Sheet>
<meta name=Generator content="Microsoft Excel 15">
<style>
<!--table
	{mso-displayed-decimal-separator:"\\,";
	mso-displayed-thousand-separator:"\\.";}
.xl65
	{mso-number-format:"0\\.0%";}
-->
</style>
</head>

<body link="#0563C1" vlink="#954F72">

<table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:
 collapse;width:144pt'>
<!--StartFragment-->
 <col width=64 span=3 style='width:48pt'>
 <tr height=20 style='height:15.0pt'>
  <td height=20 width=64 style='height:15.0pt;width:48pt'>Pijler</td>
  <td width=64 style='width:48pt'>Punten</td>
  <td width=64 style='width:48pt'>Deel</td>
 </tr>
 <tr height=20 style='height:15.0pt'>
  <td height=20 style='height:15.0pt'>Merk</td>
  <td align=right>12,5</td>
  <td class=xl65 align=right>50,0%</td>
 </tr>
 <tr height=20 style='height:15.0pt'>
  <td height=20 style='height:15.0pt'>Zoeken<br>
    en vinden</td>
  <td colspan=2 align=right style='mso-ignore:colspan'>4</td>
 </tr>
<!--EndFragment-->
</table>

</body>

</html>""",
    "Pijler\tPunten\tDeel\r\nMerk\t12,5\t50,0%\r\n",
    """\
| Pijler | Punten | Deel |
| --- | --- | --- |
| Merk | 12,5 | 50,0% |
| Zoeken en vinden | 4   |     |""",
)

EXCEL_ONLINE = Clipboard(
    """<html>\r\n<body>\r\n<!--StartFragment--><div ccp_infra_version='3' ccp_infra_timestamp='1687871836672' ccp_infra_copy_id=''
 data-ccp-timestamp='1687871836672'><html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId
 content=Excel.Sheet><meta name=Generator content="Microsoft Excel 15"><style>table
	{mso-displayed-decimal-separator:"\\.";}
td
	{white-space:nowrap;}
</style></head><body link="#0563C1" vlink="#954F72"><table width=128 style='border-collapse:collapse;width:96pt'><!--StartFragment--><col
 width=64 style='width:48pt' span=2><tr height=19><td width=64 height=19>Dag</td><td width=64>Uur</td></tr><tr height=19><td
 height=19>ma</td><td>9</td></tr><!--EndFragment--></table></body></html></div><!--EndFragment-->\r\n</body>\r\n</html>""",
    "Dag\tUur\r\nma\t9",
    "| Dag | Uur |\n| --- | --- |\n| ma  | 9   |",
)

CALC = Clipboard(
    """<!DOCTYPE html>
<html>
<head>
	<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
	<meta name="generator" content="LibreOffice 7.6.7.2 (Linux)"/>
	<style type="text/css">body,div,table,thead,tbody,tfoot,tr,th,td,p { font-family:"Liberation Sans"; font-size:x-small }</style>
</head>
<body>
<table cellspacing="0" border="0">
	<colgroup span="2" width="85"></colgroup>
	<tr>
		<td height="17" align="left"><b><font face="Liberation Sans">Naam</font></b></td>
		<td align="left"><b>Rol</b></td>
	</tr>
	<tr>
		<td height="17" align="left">An</td>
		<td align="left" sdnum="1043;">verkoop</td>
	</tr>
</table>
</body>
</html>""",
    "Naam\tRol\nAn\tverkoop",
    "| Naam | Rol |\n| --- | --- |\n| An  | verkoop |",
)

WRITER = Clipboard(
    """<!DOCTYPE html>
<html>
<head>
	<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
	<meta name="generator" content="LibreOffice 7.6.0.3 (Windows)"/>
	<style type="text/css">
		@page { size: 21cm 29.7cm; margin: 2cm }
		p { line-height: 115%; margin-bottom: 0.25cm; background: transparent }
	</style>
</head>
<body lang="nl-NL" link="#000080" vlink="#800000" dir="ltr">
<h2 class="western">Deze week</h2>
<ol>
	<li><p style="line-height: 100%; margin-bottom: 0cm">Lees één post</p></li>
	<li><p style="line-height: 100%">Reageer</p>
	<ul>
		<li><p>met een vraag</p></li>
	</ul>
	</li>
</ol>
<p style="margin-bottom: 0cm"><font color="#000000"><span style="font-weight: normal">Klaar.</span></font></p>
<p><img src="file:///C:/Users/an/AppData/Local/lu1.tmp/foto.png" name="Afbeelding1" width="300"/></p>
</body>
</html>""",
    "Deze week",
    """\
## Deze week

1. Lees één post
2. Reageer
    - met een vraag

Klaar.""",
)

DOCS = Clipboard(
    """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span
 style="font-size:11pt;font-weight:400;font-style:normal">Gewoon, </span><span style="font-weight:700">vet</span><span
 style="font-weight:400;font-style:italic"> en schuin</span></p><ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr"
 role="presentation"><span style="font-weight:400">een</span></p></li><ul><li
 dir="ltr" aria-level="2"><p dir="ltr"><span>twee</span></p></li></ul></ul></b>""",
    "Gewoon, vet en schuin",
    "Gewoon, **vet** *en schuin*\n\n- een\n    - twee",
)

TABS = Clipboard("", "Dag\tWat\r\nmaandag\tlezen\r\n", "| Dag | Wat |\n|---|---|\n| maandag | lezen |")
CELL = Clipboard("<table><tr><td>één cel</td></tr></table>", "één cel", "één cel")
HOSTILE = Clipboard(
    "<p>Kijk <a href='javascript:alert(1)'>hier</a> <img src=x onerror='document.title=\"kwaad\"'><script>document.title='kwaad'</script>"
    "<b>nu</b></p>",
    "Kijk hier nu",
    "Kijk hier **nu**",
)
PLAIN = Clipboard("", "a | b\n* c", "a | b\n* c")

ALL = {
    "Word": WORD,
    "Word on the web": WORD_ONLINE,
    "Excel": EXCEL,
    "Excel on the web": EXCEL_ONLINE,
    "LibreOffice Calc": CALC,
    "LibreOffice Writer": WRITER,
    "Google Docs": DOCS,
    "cells as text": TABS,
    "one cell": CELL,
    "a hostile page": HOSTILE,
    "plain text": PLAIN,
}
