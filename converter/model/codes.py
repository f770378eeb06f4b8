"""What each diagnostic code means, in one line."""

from __future__ import annotations

EXPLANATIONS: dict[str, str] = {
    # NB1xx: reading and parsing
    "NB101": "A code cell is not valid Python.",
    "NB102": "A code cell is Python 2; nbship reads Python 3.",
    "NB103": "A code cell holds characters that no Python source may hold.",
    "NB104": "The notebook has no code to convert.",
    "NB105": "A cell is expected to fail (`raises-exception`); a job goes on after it, as the notebook does.",
    # NB2xx: names and dataflow
    "NB201": "A name is read before any cell has bound it, top to bottom.",
    "NB202": "A function reads a name that nothing in the notebook binds.",
    # NB3xx: parameters
    "NB301": "A secret's value in the notebook is not copied; give it to each run.",
    "NB302": "A parameter is assigned elsewhere too, so a run cannot replace it.",
    "NB303": "The annotation of a parameter is not the one that is used.",
    "NB304": "An assignment in a parameters cell that is code, not a parameter.",
    "NB305": "A secret stands in the code and stays there.",
    "NB306": "A parameter without a type: its value is None, and nothing says what it may be.",
    # NB4xx: magics
    "NB401": "A magic that nbship does not know.",
    "NB402": "A magic that cannot become part of a production project.",
    "NB403": "Arguments of a magic that nbship cannot translate.",
    "NB404": "A package that a cell installs cannot be named as a requirement.",
    "NB405": "A system package that a cell installs has to be installed by other means.",
    "NB406": "A call on the IPython shell itself, which a project does not have.",
    "NB407": "A script that `%run` runs has globals of its own, which the notebook also binds.",
    "NB408": "A timed statement that is left out does more than compute a value.",
    # NB5xx: tags
    "NB501": "A tag that nbship does not know; it is left alone.",
    "NB502": "A tag that looks like one of nbship's, misspelt.",
    "NB503": "A stage, module or output name that cannot be a Python name.",
    "NB504": "A cell is marked with two stages or modules; the first one counts.",
    "NB505": "A cell hidden from documents is kept, because other cells need its names.",
    # NB6xx: what conversion cannot do
    "NB601": "A cell waits for a person to type something.",
    "NB602": "A cell reads the notebook's history of inputs and outputs.",
    "NB603": "An `output:` tag names nothing that the notebook surely binds.",
    "NB604": "A cell lists the whole namespace, where IPython keeps names of its own.",
    # NB7xx: running
    "NB701": "A cell raised an error while the notebook ran.",
    # NB8xx: services
    "NB801": "A function that was asked for by --serve is not there.",
    "NB802": "A function that cannot be served, because of how it is written.",
    "NB803": "Nothing in the notebook answers requests.",
    "NB804": "A value that a served function reads is not surely there when it is last called.",
    "NB805": "The rows or answers of a served function were not seen, so that it has no schema.",
    "NB807": "What prepares an estimator's rows cannot be repeated for one row.",
    "NB808": "The served function gives other rows to the estimator than the notebook did.",
    "NB806": "Training does something to its data that serving does not.",
    "NB809": "Requests to a served function are answered one at a time.",
    "NB810": "A value that serving reads cannot be stored in a file.",
    "NB811": "A served function answers the same rows otherwise each time.",
    "NB812": "A served function asks the clock.",
    "NB813": "A served function changes a value of its module with each request.",
    "NB814": "A served function answers in the scale of a transformed target.",
}
