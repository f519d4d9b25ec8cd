"""The phrases of amounts, over sentences in which "#1" is an amount and "@1" a thing."""

from __future__ import annotations

_FEW = r"(?:(?:only|just|about|around|some|roughly|almost|nearly|approximately|barely|maybe|perhaps|our|its|their|the|last|a|mere|now|still) )*"
_OF = r"(?:more |further |extra |additional |new |full |big |small |large )*(?:of )?(?:the |our |its |their )?"
_N = rf"{_FEW}#(?P<n>\d+) "
_GOODS = rf"{_N}{_OF}@(?P<i>\d+) "
_THING = rf"{_FEW}(?:more |further |clean |fresh |basic |urgent )*@(?P<i>\d+) "
_NOT_OFF = r"(?!(?:was|were|is|are|has been|have been) (?:cancelled|withdrawn|dropped|filled|met|granted|fulfilled|answered|rejected))"
_BE = r"(?:is|are|was|were|'s|'re|am|'m|has been|have been)"
_PART = r"(?:(?:a |one |two |three )?(?P<part>half|quarters?|thirds?))"
_A_TIME = r"(?P<than>less|more) than (?:a|one) (?P<time>day|week|fortnight|month)(?: 's| '| ’s)?"
_WE = r"(?:we|they|i|the \w+|@\d+)"
_RUNS = r"(?:running|working|operating|functioning|operates|works|runs|functions|run|work|operate|producing|ran|worked|operated)"

# Kind of claim, phrase, what it may count: g goods with an amount, t a thing alone, h hours of supply, r a rate, p people,
# f a share of what a machine can do, c hours of service, b a tank.
PHRASES: tuple[tuple[str, str, str], ...] = (
    ("population", rf"\b(?:residents|inhabitants|people|inmates|refugees|villagers|prisoners) number(?:ed)? {_N}", "q"),
    ("stock", rf"\b(?:we|they|i|store|clinic|hospital|camp) (?:have|has|hold|holds|own|keep) {_GOODS}[.,;]", "m"),
    (
        "stock",
        rf"{_GOODS}(?:is|are|remains?|was|were) (?:still |now |left )*(?:in (?:the |our )?(?:store|fridge|stock|warehouse|pharmacy|depot|tank|cellar|@\d+)|left|on the shelves|to hand)",
        "g",
    ),
    (
        "stock",
        rf"{_N}(?:worth )?of @(?P<i>\d+) (?:is|are|remains?|was|were) (?:still |now |left )*(?:in (?:the |our )?(?:store|fridge|stock|warehouse|pharmacy|depot|tank|cellar|@\d+)|left|on the shelves|to hand)",
        "h",
    ),
    (
        "stock",
        r"@(?P<i>\d+) (?:(?:will|would|should|can) )?(?:covers?|lasts?|suffices?|is enough|are enough|enough|is good|is sufficient) (?:us |for )*(?:barely |only |about |just |at most |hardly |another |for )*(?:a|one) (?P<time>day|week|fortnight|month)\b",
        "w",
    ),
    (
        "need",
        rf"\b(?:any chance of|can we have|could we have|can we get|could we get|send us|need to find|have to get hold of) {_GOODS}",
        "g",
    ),
    (
        "capacity",
        rf"\b(?:manages?|performs?|does|do|can do|carries out|handles?|gets through) {_FEW}#(?P<n>\d+) (?P<what>operations|births|deliveries|dialysis sessions|sessions|surgeries|consultations|x-rays|scans) (?:a|per|each|every) (?P<per>day|week|night)",
        "o",
    ),
    (
        "capacity",
        rf"\b{_BE} (?:now |only |still |already )*at {_N}(?:of )(?:its |their |full |normal )*(?:capacity|strength)",
        "f",
    ),
    (
        "population",
        rf"\b(?:meant|built|designed|intended|made) for (?:only |about )?#\d+ (?:people |persons |inmates )?(?:and|but)(?: it)? (?:now |currently )*(?:has|holds|houses|contains|shelters) {_N}",
        "q",
    ),
    (
        "population",
        r"\bthere (?:are|'re|were) (?:now |still |about |some |only )*#(?P<n>\d+) of us (?:here|in |at |left|now|inside|[.])",
        "q",
    ),
    ("temperature", r"^(?:(?:already|nearly|almost|about) )*#(?P<n>\d+) (?:degrees )?in the (?:shade|sun)\b", "d"),
    (
        "stock",
        rf"\b(?:down to|sitting on|left with|living off|possess(?:es|ed)?|stockpiled|ha(?:s|ve) stockpiled) {_GOODS}",
        "g",
    ),
    (
        "stock",
        rf"\b(?:we|they|i|storekeeper|staff|storeman|keeper) (?:counted|count|keep|kept|found) {_GOODS}(?!each|a day|missing|at |stolen|on |coming|crossing|returned|leaving|passing)",
        "g",
    ),
    ("stock", rf"(?:'ve|\bhave|\bhas) got {_GOODS}(?!from|through|in by)", "g"),
    (
        "stock",
        rf"(?:^|: )(?:we |still |only |just )*got {_GOODS}(?:left|remaining|in store|in stock|in hand)(?! (?:at|by|behind|outside|on the|in the)\b)",
        "g",
    ),
    (
        "stock",
        rf"@(?P<i>\d+) (?:still |now )*(?:in (?:the )?(?:store|stock|hand|warehouse|depot|storage|pharmacy)|left|remaining|on hand|available|bank) ?(?::|=|-|–|is|are) {_N}",
        "s",
    ),
    (
        "stock",
        rf"\b(?:stocks?|reserves?|inventory|supply|balance|store) of @(?P<i>\d+) (?:now |still |currently )*(?:is|are|was|were|stands? at|stood at|amounts? to|:|comes? to|has fallen to|have fallen to) {_N}(?!a |per )",
        "s",
    ),
    (
        "stock",
        rf"\b(?:left|remaining|remains|on hand|in hand|in stock|in store|still there)(?: today| now| this morning| tonight)? ?(?::|=|-|–) {_GOODS}",
        "g",
    ),
    (
        "stock",
        rf"@(?P<i>\d+) (?:\w+ )?(?:(?:will|should|would) )?(?:runs?|stretch(?:es)?|goes|go|suffices?|lasts?|keeps? us going|does us|holds? out) (?:us )?(?:to|for)? ?{_N}",
        "h",
    ),
    (
        "stock",
        rf"@(?P<i>\d+) (?:(?:that )?we (?:have|still have) (?:left )?)?(?:(?:will|should|would) )?(?:see|last|carry|tide|keep|get) us (?:through|over|going)? ?(?:for )?(?:another )?{_N}",
        "h",
    ),
    ("stock", rf"\b{_A_TIME} (?:worth |supply |stock )*of @(?P<i>\d+) ", "w"),
    ("stock", rf"@(?P<i>\d+) (?:left |enough )*for {_A_TIME} ", "w"),
    (
        "stock",
        rf"@(?P<b>\d+) (?:{_BE}|stands?|stood|shows?|reads?) (?:now |still |currently )*(?:at |down to )?{_N}(?:full )?(?=[.,;|]|$)",
        "b",
    ),
    (
        "stock",
        rf"@(?P<b>\d+) (?:{_BE}|stands?|stood) (?:now |still |currently |about |more than )*(?:a )?(?:{_PART} |#(?P<n>\d+) )empty",
        "e",
    ),
    (
        "need",
        rf"\b(?:could do with|can do with|could use|wants?|wanted|is after|are after|looking for|desperate for|begging for|pleading for|crying out for|must have|have to find|has to find|cannot do without) {_GOODS}(?!returned|back|destroyed|removed|moved|gone|released|sold|stopped)",
        "g",
    ),
    (
        "need",
        rf"\b(?:desperate for|begging for|pleading for|crying out for|call(?:s|ing|ed)? for|(?:in|have|has) (?:\w+ ){{0,2}}need of|in want of|badly wants?) {_THING}(?!to )",
        "t",
    ),
    (
        "need",
        rf"\b(?:needs?|priority|priorities|requirements?) (?:here |now |today |at the moment )?(?:is|are|remains?|:) (?:for )?{_THING}",
        "t",
    ),
    (
        "need",
        rf"\b(?:request|order|appeal|requests|tender|asking|wish list|shopping list) (?:for|of|:) {_GOODS}{_NOT_OFF}",
        "g",
    ),
    ("need", rf"\b(?:it|that) (?:would|will|'d|'ll) take {_GOODS}to ", "g"),
    (
        "need",
        rf"\b(?:required|needed|wanted|requested|urgent)(?: urgently| today| now| by \w+)? ?(?::|=|-|–) {_GOODS}",
        "g",
    ),
    ("outage", rf"\bshort by {_GOODS}", "g"),
    ("outage", rf"\b{_BE} {_GOODS}short", "g"),
    (
        "consumption",
        rf"\b(?:liv(?:e|es|ing) on|get(?:s|ting)? by on|surviv(?:e|es|ing) on|subsist(?:s|ing)? on|manag(?:e|es|ing) on|mak(?:e|es|ing) do with) {_GOODS}",
        "r",
    ),
    (
        "consumption",
        rf"\b(?:us(?:e|es|ed|ing) up|went through|gone through|burn(?:t|ed)|got through|drank|drink(?:s)?|ate|eats?|needs? to burn|guzzles?|drinks up) {_GOODS}",
        "g",
    ),
    (
        "consumption",
        rf"@(?P<i>\d+) (?:consumption|use|usage|burn|burnt|used)(?: today| yesterday| now)? ?(?::|=|-|–) {_N}",
        "s",
    ),
    ("consumption", rf"\b(?:consumption|usage|used|burned|burnt)(?: today| yesterday)? ?(?::|=|-|–) {_GOODS}", "g"),
    ("capacity", rf"\b(?:can |could )?(?:sleeps?|seats?|beds down) (?:up to )?{_N}", "p"),
    (
        "capacity",
        rf"\b(?:room|space|places|beds|bunks|berths|cots|seats) (?:there )?(?:for|to take) (?:up to )?{_N}",
        "p",
    ),
    (
        "capacity",
        rf"\b(?:each|every|a|one) (?:@\d+|tent|cell|hut|room|dormitory|bus|hall|ward|block|container|cabin) (?:takes?|holds?|fits?|houses?|sleeps?) (?:up to )?{_N}",
        "p",
    ),
    ("capacity", rf"\b(?:room|space|storage|capacity) (?:for|of) (?:up to )?{_GOODS}", "g"),
    ("capacity", rf"\b(?:can|could) (?:store|stock|keep|hold) (?:up to )?{_GOODS}", "g"),
    (
        "capacity",
        rf"\b{_RUNS} (?:now |only |still )*(?:at|on|to) {_N}(?:of )?(?:its |their |full |normal |installed |usual )*(?:capacity|output|power|load)?(?!moisture|profit|loss|interest|humidity|above|below|more|less|higher|lower)",
        "f",
    ),
    (
        "capacity",
        rf"\b{_RUNS} (?:now |only |still )*(?:at|to) (?:only |just |about |barely |less than |under )*{_PART} (?:of )?(?:its |their |full |normal |usual |the )*(?:capacity|output|power|load|strength)",
        "f",
    ),
    (
        "capacity",
        rf"@(?P<i>\d+) (?:now |only |just )*(?:comes?|flows?|runs?|{_BE} (?:on|supplied|available|there|back)) (?:on )?(?:only |just )*(?:for )?{_N}",
        "c",
    ),
    ("capacity", rf"@(?P<i>\d+) (?:is |are )?rated (?:at|for) {_N}", "k"),
    (
        "population",
        r"(?:^|[,;|] )(?:we|they|there) (?:are|'re|were|number|numbered) (?:now |still |about |some |over |only |around )*#(?P<n>\d+) (?:people |souls |persons |of us |all told |altogether )?(?:here|now|in (?:the |this |our )?(?:camp|block|hall|school|shelter|site|prison|building|all|total|hospital|enclave|ward|stadium)|at (?:the |this )|souls|all told|[.]|$)",
        "q",
    ),
    (
        "population",
        rf"\b(?:headcount|head count|roll call|rollcall|census|count of residents|occupancy|residents|inmates|people (?:in camp|here))(?: today| this morning| tonight| yesterday| at \w+| now)? ?(?::|=|-|–|was|is|gave|showed|shows|came to|comes to|put us at|found) {_N}(?!percent|%)",
        "q",
    ),
    (
        "population",
        rf"\b(?:roll|register|list|ledger|registry) (?:has|shows|holds|counts|lists|stands at|carries) {_N}(?:names(?! of)|people|persons|residents|souls|[.])",
        "q",
    ),
    (
        "population",
        rf"\bpopulation (?:of \w+(?: \w+)? |here |of the \w+ )?(?:has |had |have |is |was |now |since )*(?:fallen|risen|grown|dropped|shrunk|swollen|reached|fell|rose|grew|swelled|down|up|estimated|put|at|stands|stood|numbers|numbered)+ (?:to |at )?{_N}",
        "q",
    ),
    (
        "temperature",
        r"\b(?:it|temperature|thermometer|mercury) (?:is|was|'s|reached|hit|has hit|reads?|showed|shows) (?:nearly |almost |over |about )*#(?P<n>\d+) (?:degrees )?(?:in the (?:shade|sun)|outside|inside the tents?|indoors)",
        "d",
    ),
)
