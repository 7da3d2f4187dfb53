"""The write side of Trede: what may be recorded about a supervised municipality, and why.

Each province supervises its municipalities; each half year a municipality must house a set number of permit holders.

=====================  =====================  =========================================================================
word in the code       word on the screen     meaning
=====================  =====================  =========================================================================
municipality           gemeente               the supervised authority, known by its CBS code: ``GM`` and four digits
period                 taakstellingsperiode   a half year (``2024-1``), or a whole year as some sources state it
net target             taakstelling           persons to house in the period
backlog, lead          achterstand,           persons behind (positive) or ahead (negative)
                       voorsprong
corrected target       gecorrigeerde          net target plus opening backlog; a lead lowers it
                       taakstelling
realised               gerealiseerd           persons housed in the period so far
statement              realisatiecijfers      some of these numbers, as a source reported them on a day
conversation           gesprek                contact with the municipality, of a kind that may count as supervision
agreement              afspraak               what one side promised, with a due day, sometimes with a number of persons
improvement plan       verbeterplan           what a municipality draws up and adopts from rung 3
placement              inschaling             a decision to raise, lower or hold the rung, with its grounds
departure              afwijking              a placement other than the advice or the clause asked for
rung                   trede                  one of the six steps of the intervention ladder
framework              beleidskader           the provincial policy in force on a day, as a file
close                  afsluiting             the numbers of a period as they were fixed when it was over
trend verdict          trendoordeel           growing, stagnant, improving or no backlog, by two closing backlogs
assessment             beoordeling            verdict and advice as they were computed, with what they rest on
interim verdict        tussentijds oordeel    an assessment within a period, on rungs 4 to 6, by running backlogs
advice                 advies                 the rung that the framework gives for the figures; never binding
proposal               voorstel               a placement or a freeze that waits for another person to decide on it
freeze                 bevriezing             days for which the rung stands still, and with it the framework's terms
excusable              verschoonbaar          a person judges: it does not comply, but cannot help it
risk signal            risicosignaal          a rule sees a backlog coming, by the figures of the day
entry                  vastlegging            one fact as it stands in the record, never changed afterwards
known on, as at        bekend op, stand per   when the record learned it; the day for which it is true
=====================  =====================  =========================================================================

The way through: a *decision* (``domain.decisions``) looks at the state of a municipality (``domain.municipality``) and
answers with *facts* (``domain.events``) or a *refusal* (``domain.refusals``); the *ledger* (``domain.ledger``) appends
the facts to the record. Nothing here but the ledger reads a clock, a file or a database.
"""
