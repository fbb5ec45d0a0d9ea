"""What a page prints around its reporting: controls, advertisements, captions, biographies, lists of references.

Every rule judges a whole line by its whole form, so that a sentence that merely mentions such words is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Said in these forms only by a page about itself; a full stop may follow.
_CLOSED = (
    r"advertisements?|\(?sponsored(?: content)?\)?|promoted(?: content)?|continue reading(?: (?:below|the main story))?",
    r"(?:story|article|report)? ?continues (?:below|after)(?: (?:this |the )?ad(?:vertisement)?)?",
    r"skip(?: to)?(?: (?:main|the))?(?: content| navigation| advert\w*| ad)|back to top|go to top",
    r"(?:stay )?connect(?:ed)? with us|hi,? what are you looking for|what are you looking for|stay in touch",
    r"(?:please )?(?:share|print|save|email|e-mail|tweet|pin|copy link|whatsapp|telegram|facebook|twitter|x|linkedin|reddit|messenger"
    r"|pinterest|instagram|youtube|tiktok|flipboard|pocket|tumblr|bluesky|threads)",
    r"share(?: (?:this|it))?(?: (?:article|story|post|page|with (?:your )?friends))?|(?:click|tap) to (?:share|print|email|tweet)(?: .{1,60})?",
    r"(?:\d[\d,.]*[km]? )?(?:shares?|comments?|views?|likes?|reads?|retweets?)(?: \(?\d[\d,.]*[km]?\)?)?|leave a (?:comment|reply)",
    r"(?:add|show|hide|view|load|read|see|post|join)(?: (?:all|more|the|a|your))?(?: \d+)? (?:comments?|conversation|discussion)(?: \(\d+\))?",
    r"comments are (?:closed|off|disabled)(?: .{1,30})?|newsletters?|(?:enter )?your e-?mail(?: address)?|e-?mail address",
    r"(?:please )?(?:sign up|subscribe|register)\b(?=.{0,100}\b(?:newsletters?|e-?mails?|inbox|alerts?|updates|channel|podcast|briefing|digest"
    r"|(?:read|continue reading|unlock)))(?:.{1,140})|subscribe(?: (?:now|today|here))?|(?:sign|log) (?:in|up|out|on)(?: here)?",
    r"(?:get|receive) (?:our|the|all the|more) (?=.{0,80}\b(?:newsletter|inbox|e-?mail))(?:.{1,120})|already a (?:subscriber|member)\b.{0,40}",
    r"(?:read|see) (?:more|also|next)(?: ?[:|] ?.{1,200})?|(?:also read|see also|related|watch|listen|recommended|don['’]t miss) ?: ?.{1,200}",
    r"related(?: (?:articles?|stories|posts?|news|topics?|content|coverage|links?|reading))|recommended(?: (?:for you|stories|reading))?",
    r"more (?:on this(?: story| topic)?|stories|news|like this)|most (?:read|popular|viewed|shared)|trending(?: now| stories)?",
    r"you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|in this (?:article|story)|editors?['’]s? (?:picks?|choice)",
    r"(?:this (?:web)?site|we|our (?:web)?site) (?:and our partners )?uses? cookies\b.{0,300}|(?=.{0,300}\bcookies\b)by (?:continuing|using|clicking)\b.{5,300}",
    r"by (?:continuing|signing up|subscribing|clicking)\b.{0,80}\b(?:terms|privacy policy)\b.{0,120}",
    r"(?:accept|reject|manage|allow)(?: all)?(?: cookies| preferences| choices)|accept all|cookie (?:policy|settings|preferences|notice)|we value your privacy",
    r"privacy policy|terms (?:of (?:use|service)|and conditions|& conditions)|(?:.{0,60} )?all rights reserved|contact us|about us",
    r"(?:©|\(c\) |copyright (?:©|\(c\)|\d{4})).{0,120}|download (?:the )?pdf",
    r"(?:listen to|watch|play) (?:this|the) (?:article|story|video|audio)(?: .{0,20})?|play|pause|mute|unmute|loading|menu|search",
    r"(?:\d+ ?[-–]? ?)min(?:ute)?s?\.? (?:read|listen)|(?:estimated )?reading time ?:? ?\d.{0,20}",
    r"(?:get|download) (?:the|our) (?:\w+ )?app(?: .{1,60})?|have (?:a|any) (?:tip|story|question)s?\b.{0,60}\?.{0,80}",
    r"your browser (?:does not|doesn['’]t) support .{1,60}|(?:please )?(?:enable|turn on) javascript.{0,60}|this video can(?: ?not|'t|’t) be played.{0,40}",
)
# Open ended: a line of these forms that ends like a sentence may be one.
_OPEN = (
    r"ads? by .{1,30}|(?:scroll|swipe) (?:down )?(?:to|for) .{1,40}|(?:follow|find|like|join|connect with) (?:us|me|him|her|them) (?:on|at|in) .{1,60}",
    r"follow us|share (?:on|via|with|to) .{1,40}|(?:read|watch|listen) (?:more|now|next) (?:about|on|from|at|here)(?: .{1,80})?",
    r"more (?:from|about) .{1,40}|(?:tags?|topics?|filed under|categor(?:y|ies)|keywords) ?: ?.{1,160}",
    r"(?:make|add|set|follow) .{1,30} (?:as (?:a |your )?preferred source|on google).{0,30}|(?:create|open) (?:an|your) account.{0,30}",
)
_CHROME = re.compile(rf"\W*(?:(?:{'|'.join(_CLOSED)})\W*|(?:{'|'.join(_OPEN)})(?<![.!?…])[^\w.!?]*)", re.IGNORECASE)
# Words that copying left without a space between them: "AdvertisementConnect with us".
_GLUED = re.compile(r"(?:Advertisement|ADVERTISEMENT)(?=[A-Z\W]|$)")

_CREDITOR = r"(?:[^\W\d_][^.!?;]{0,80})"
_AGENCY = r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|Shutterstock|Alamy|Anadolu|Xinhua|TASS|Sputnik|Bloomberg|Unsplash|Flickr|Wikimedia(?: Commons)?|Creative Commons|iStock|Ukrinform|PA Media|PA|UPI)"
_CREDIT = re.compile(
    rf"(?:^|[\s(\[.|])(?:(?:image|photo(?:graph)?|picture|video|file photo|illustration|map|graphic)s?\s+(?:credits?|courtesy|by|from|via|source)|credits?|"
    rf"(?:image|photo(?:graph)?|picture|pic)s?(?:\s+courtesy of)?(?=\s*[:©]))\s*[:©]?\s*{_CREDITOR}[.)\]]*$",
    re.IGNORECASE,
)
_AGENCY_CREDIT = re.compile(rf"(?:[(\[]|[.!?…\"”’)]\s+|—\s*|©\s*|\bvia\s+)[^.()\[\]]{{0,60}}\b{_AGENCY}[.)\]]*$")
_CAPTION_START = re.compile(r"(?:image|photo|picture|pictured|caption|file photo|photograph|in this (?:file )?(?:photo|image))s?\s*(?::|\bby\b|credit)", re.IGNORECASE)
_LONGEST_CAPTION = 60
"""Words. Captions of news agencies run to about fifty; a longer line is reporting with a credit at its end."""

_URL = re.compile(r"(?:https?://|www\.)\S+|\b(?:dot\S+|\S+ dot \S+)/\S*")
_MARKER = re.compile(r"\[?\(?\d{1,3}\]?\)?\.?")
_WORDS = re.compile(r"[^\W\d_]{2,}")


def is_chrome(line: str) -> bool:
    """Whether a line is a page's control, advertisement or notice and nothing else."""
    if not line.strip():
        return False
    rest = _GLUED.sub("", line).strip()
    return not rest or len(line) <= 400 and _CHROME.fullmatch(rest) is not None


def is_caption(line: str) -> bool:
    """Whether a line is the caption of a picture: it ends in a credit or begins by naming the picture."""
    if len(line.split()) > _LONGEST_CAPTION:
        return False
    return bool(_CREDIT.search(line) or _AGENCY_CREDIT.search(line) or _CAPTION_START.match(line))


def is_reference(paragraph: str) -> bool:
    """Whether a paragraph is a list of web addresses, numbered or not, with next to no words of its own."""
    without, addresses = _URL.subn(" ", paragraph)
    return addresses > 0 and len(_WORDS.findall(without)) <= 4 * addresses and len(_WORDS.findall(without)) <= 12


def without_clutter(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs without chrome, captions and references; a paragraph of several lines loses only those lines."""
    kept = ["\n".join(line for line in paragraph.split("\n") if not _is_clutter(line)) for paragraph in paragraphs]
    return [paragraph for paragraph in kept if paragraph.strip()]


def _is_clutter(line: str) -> bool:
    return is_chrome(line) or is_caption(line) or is_reference(line)
